package dev.moim.media.track;

import dev.moim.media.CodecParameters;
import dev.moim.media.codec.FrameInfo;

/// What the receiving side found out about a packet, for all its sinks. Reused for the next packet: a sink copies what
/// it keeps. One thread.
public final class PacketInfo {
    /// The stream that the packet belongs to.
    public final SourceTrack track;

    /// What the payload says of its picture; always a key frame for audio.
    public final FrameInfo frame = new FrameInfo();

    /// The publisher's codec of this packet.
    public CodecParameters codec;

    /// Extended sequence number of the source stream, counted from the first packet.
    public long extendedSequenceNumber;

    /// Whether the packet has nothing but padding: a bandwidth probe, which no subscriber needs.
    public boolean padding;

    /// The audio level element's byte as it came (RFC 6464: voice bit and level), or -1 without one.
    public int audioLevel = -1;

    /// The video orientation element's byte as it came, or -1 without one.
    public int videoOrientation = -1;

    /// Where the dependency descriptor's data begins in the packet's buffer, or -1 without one.
    public int descriptorOffset = -1;

    /// Bytes of the dependency descriptor.
    public int descriptorLength;

    public PacketInfo(SourceTrack track, CodecParameters codec) {
        this.track = track;
        this.codec = codec;
    }
}
