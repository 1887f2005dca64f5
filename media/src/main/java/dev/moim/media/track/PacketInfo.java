package dev.moim.media.track;

import dev.moim.media.CodecParameters;

/// What the receiving side found out about a packet, for all its sinks. Reused for the next packet: a sink copies what
/// it keeps. One thread.
public final class PacketInfo {
    /// The publisher's codec of this packet.
    public CodecParameters codec;

    /// Extended sequence number of the source stream, counted from the first packet.
    public long extendedSequenceNumber;

    /// Whether the packet starts a picture that needs no earlier one; true for every audio packet.
    public boolean keyFrame;

    /// Whether the packet is the first of a picture.
    public boolean startOfFrame;

    /// Whether the packet came by a retransmission.
    public boolean retransmitted;

    /// RFC 6464 level in -dBov, 0 (loud) to 127 (silent), or -1 without one.
    public int audioLevel = -1;

    public PacketInfo(CodecParameters codec) {
        this.codec = codec;
    }
}
