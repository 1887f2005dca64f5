package dev.moim.media.record;

/// One entry of a [PacketQueue], as its two ends see it. Reused for the next entry. One thread.
final class QueuedItem {
    static final byte PACKET = 0;
    static final byte DISABLED = 1;
    static final byte ENDED = 2;

    byte kind;
    /// Index of the track in its recorder.
    int track;
    /// Which of the streams that the track followed one after the other, from 1.
    int stream;
    /// Packets of this track that found the queue full since the entry before.
    int dropped;
    /// See [RecordedCodec#code].
    byte codec;

    boolean redundant;
    boolean marker;
    /// Nothing to record, but a sequence number that is not missing.
    boolean padding;
    /// Clockwise degrees, or -1 when the packet does not say.
    int rotation;

    int timestamp;
    int clockRate;
    long sequenceNumber;
    /// The loop's time when it came.
    long arrivalNanos;
    /// See [dev.moim.media.track.SourceTrack#reportedNanos].
    long reportedNanos;

    int reportedTimestamp;

    byte[] bytes = new byte[0];
    int offset;
    int length;
}
