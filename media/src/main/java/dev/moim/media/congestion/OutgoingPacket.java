package dev.moim.media.congestion;

import org.jspecify.annotations.Nullable;

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

    /// Hears that the packet left, or null when nobody must know.
    public @Nullable Departure departure;

    /// What the departure is told.
    public long number;

    OutgoingPacket() {}

    /// Takes note of a packet that is sent.
    public interface Departure {
        /// @param number the packet's own
        /// @param transportSequence what was written as its transport-wide sequence number, 0 to 65535
        void onDeparted(long number, int transportSequence);
    }
}
