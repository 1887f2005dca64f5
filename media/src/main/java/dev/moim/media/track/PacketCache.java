package dev.moim.media.track;

import dev.moim.media.rtp.RtpView;
import java.util.Arrays;

/// The last plaintext packets of one stream by extended sequence number: one copy for all subscribers' retransmissions.
/// Memory is bounded by its capacity; arrays are made when first needed and then reused. One thread.
public final class PacketCache {
    /// Longest packet that is kept, in bytes; longer ones do not fit a path of usual MTU and are not cached.
    public static final int MAX_PACKET_BYTES = 1500;

    private final byte[][] packets;
    private final int[] lengths;
    private final long[] sequenceNumbers;

    /// @param capacity a power of two, 64 to 8192
    public PacketCache(int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity < 64 || capacity > 8192) {
            throw new IllegalArgumentException("capacity is a power of two, 64 to 8192");
        }
        packets = new byte[capacity][];
        lengths = new int[capacity];
        sequenceNumbers = new long[capacity];
        Arrays.fill(sequenceNumbers, Long.MIN_VALUE);
    }

    /// Copies the packet. An older packet in the same place is replaced, a newer one stays.
    ///
    /// @return false when it was too long, too old, or here already
    public boolean put(RtpView packet, long extendedSequenceNumber) {
        int slot = slot(extendedSequenceNumber);
        if (packet.length() > MAX_PACKET_BYTES || sequenceNumbers[slot] >= extendedSequenceNumber) {
            return false;
        }
        byte[] bytes = packets[slot];
        if (bytes == null) {
            bytes = new byte[MAX_PACKET_BYTES];
            packets[slot] = bytes;
        }
        System.arraycopy(packet.buffer(), packet.offset(), bytes, 0, packet.length());
        lengths[slot] = packet.length();
        sequenceNumbers[slot] = extendedSequenceNumber;
        return true;
    }

    /// Points the view at the kept packet.
    ///
    /// @return false when it is not here
    public boolean get(long extendedSequenceNumber, RtpView view) {
        int slot = slot(extendedSequenceNumber);
        byte[] bytes = packets[slot];
        return bytes != null
                && sequenceNumbers[slot] == extendedSequenceNumber
                && view.wrap(bytes, 0, lengths[slot])
                && view.stripPadding();
    }

    private int slot(long extendedSequenceNumber) {
        return (int) extendedSequenceNumber & (packets.length - 1);
    }
}
