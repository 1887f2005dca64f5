package dev.moim.media.track;

import dev.moim.media.rtp.RtpView;
import org.jspecify.annotations.Nullable;

/// What a sink may ask of the stream it takes packets from. One thread.
public interface SourceTrack {
    /// No extended sequence number.
    long NONE = Long.MIN_VALUE;

    /// From now on the sink gets every packet of this stream.
    void subscribe(PacketSink sink);

    /// The sink gets no more packets; must not be called while it takes one of this stream.
    void unsubscribe(PacketSink sink);

    /// The plaintext packets of the last seconds, for retransmissions.
    PacketCache cache();

    /// The info of a packet from the cache, valid until the next call; null when its payload type is unknown by now.
    @Nullable
    PacketInfo describe(RtpView cached, long extendedSequenceNumber);

    /// Highest extended sequence number that has arrived.
    long highestSequenceNumber();

    /// The first packet of the newest key frame if that has just arrived and is in the cache still, so that a sink can
    /// start from there at once; [#NONE] otherwise, and for audio.
    long recentKeyFrame(long nowNanos);

    /// Asks the publisher for a key frame; merged with other requests and limited per source. Does nothing for audio.
    void requestKeyFrame(long nowNanos);

    /// RTP ticks a second.
    int clockRate();

    /// When the media with [#reportedTimestamp] was captured, as `nowNanos` of this process, the same for all streams
    /// of a publisher; 0 before its first sender report (RFC 3550 section 6.4.1).
    long reportedNanos();

    /// The RTP timestamp that belongs to [#reportedNanos].
    int reportedTimestamp();
}
