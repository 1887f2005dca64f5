package dev.moim.media.congestion;

/// A plaintext RTP packet on its way to one subscriber, in a buffer of a [PacketPool]. One thread.
public final class OutgoingPacket {
    /// Longest packet: what a usual MTU carries.
    public static final int MAX_BYTES = 1500;

    /// Room behind the packet for the SRTP tag.
    public static final int TAIL_BYTES = 32;

    /// The packet begins at 0.
    public final byte[] bytes = new byte[MAX_BYTES + TAIL_BYTES];

    public int length;

    /// Where the transport-wide sequence number is written at the moment of sending, or -1 without one.
    public int transportSequencePosition;

    OutgoingPacket() {}
}
