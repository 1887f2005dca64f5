package dev.moim.media.rtcp;

import java.util.Objects;

/// When the packets of a run of transport-wide sequence numbers arrived
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1). Reused by its reader: valid during the handler's
/// call only. One thread.
public final class TransportFeedback {
    /// One tick of arrival time.
    public static final long TICK_NANOS = 250_000;

    /// Ticks in one unit of the reference time, 64 ms.
    public static final int TICKS_PER_REFERENCE = 256;

    static final int FIXED_BYTES = 20;

    private static final int SYMBOL_SHIFT = 16;
    private static final int MAX_INDEX = 0xFFFF;

    private int senderSsrc;
    private int mediaSsrc;
    private int baseSequenceNumber;
    private int packetCount;
    private int referenceTime;
    private int feedbackCount;
    private int receivedCount;

    /// For each packet that arrived: its index, with the size of its delta in the upper bits until that is read.
    private int[] indexes = new int[64];

    private int[] ticks = new int[64];

    public int senderSsrc() {
        return senderSsrc;
    }

    public int mediaSsrc() {
        return mediaSsrc;
    }

    /// Transport-wide sequence number of packet 0, 0 to 65535.
    public int baseSequenceNumber() {
        return baseSequenceNumber;
    }

    /// Packets reported on, 1 to 65535.
    public int packetCount() {
        return packetCount;
    }

    /// In units of 64 ms of the receiver's clock, 24 bits signed; wraps.
    public int referenceTime() {
        return referenceTime;
    }

    /// Number of this feedback packet, 0 to 255; a gap means lost feedback.
    public int feedbackCount() {
        return feedbackCount;
    }

    /// How many of the reported packets arrived. The others have no entry: a few bytes can report tens of
    /// thousands as lost, and must not cost more work than they have bytes.
    public int receivedCount() {
        return receivedCount;
    }

    /// Where a packet that arrived stands in the run: its sequence number is this much above the first.
    ///
    /// @param entry 0 to `receivedCount - 1`, in ascending order of sequence numbers
    /// @return 0 to `packetCount - 1`
    public int index(int entry) {
        return indexes[Objects.checkIndex(entry, receivedCount)];
    }

    /// When the packet of this entry arrived, in units of 250 us after [#referenceTime].
    ///
    /// @param entry as for [#index]
    public int arrivalTicks(int entry) {
        return ticks[Objects.checkIndex(entry, receivedCount)];
    }

    /// @return false when the packet is malformed
    boolean parse(byte[] buffer, int offset, int end) {
        packetCount = 0;
        receivedCount = 0;
        if (end - offset < FIXED_BYTES + 2) {
            return false;
        }
        senderSsrc = Bytes.int32(buffer, offset + 4);
        mediaSsrc = Bytes.int32(buffer, offset + 8);
        baseSequenceNumber = Bytes.uint16(buffer, offset + 12);
        int count = Bytes.uint16(buffer, offset + 14);
        int times = Bytes.int32(buffer, offset + 16);
        referenceTime = times >> 8;
        feedbackCount = times & 0xFF;
        if (count == 0) {
            return false;
        }
        int most = end - offset - FIXED_BYTES;
        if (indexes.length < most) {
            // Each arrival has a byte or two of its own, so this is no longer than the packet, at most 64 Ki.
            indexes = new int[Math.max(most, 2 * indexes.length)];
            ticks = new int[indexes.length];
        }
        int position = parseChunks(buffer, offset + FIXED_BYTES, end, count);
        if (position < 0 || !parseDeltas(buffer, position, end)) {
            receivedCount = 0;
            return false;
        }
        packetCount = count;
        return true;
    }

    /// @return where the chunks end, or -1 for more arrivals than there can be deltas
    private int parseChunks(byte[] buffer, int offset, int end, int count) {
        int position = offset;
        int known = 0;
        while (known < count) {
            if (position + 2 > end) {
                return -1;
            }
            int chunk = Bytes.uint16(buffer, position);
            position += 2;
            int until;
            if ((chunk & 0x8000) == 0) {
                until = Math.min(count, known + (chunk & 0x1FFF));
                // A run of no packets would let a packet of 64 KiB keep us here for nothing.
                if (until == known || !addRun(known, until, (chunk >> 13) & 0x03, end - position)) {
                    return -1;
                }
            } else {
                boolean small = (chunk & 0x4000) == 0;
                until = Math.min(count, known + (small ? 14 : 7));
                if (!addVector(chunk, small ? 1 : 2, known, until, end - position)) {
                    return -1;
                }
            }
            known = until;
        }
        return position;
    }

    private boolean addRun(int from, int until, int symbol, int bytesLeft) {
        if (symbol == 0) {
            return true;
        }
        if (receivedCount + until - from > bytesLeft) {
            return false;
        }
        for (int index = from; index < until; index++) {
            add(index, symbol);
        }
        return true;
    }

    /// @param bits of each symbol; the first one is in the upper bits, below the two that tell the kind of chunk
    private boolean addVector(int chunk, int bits, int from, int until, int bytesLeft) {
        for (int index = from; index < until; index++) {
            int symbol = (chunk >> (14 - (index - from + 1) * bits)) & ((1 << bits) - 1);
            if (symbol != 0) {
                if (receivedCount >= bytesLeft) {
                    return false;
                }
                add(index, symbol);
            }
        }
        return true;
    }

    private void add(int index, int symbol) {
        indexes[receivedCount++] = symbol << SYMBOL_SHIFT | index;
    }

    private boolean parseDeltas(byte[] buffer, int offset, int end) {
        int position = offset;
        int now = 0;
        for (int i = 0; i < receivedCount; i++) {
            int symbol = indexes[i] >> SYMBOL_SHIFT;
            // Symbol 1 is a delta of one unsigned byte, 2 of two signed ones, 3 is reserved.
            if (symbol == 3 || position + symbol > end) {
                return false;
            }
            // Cannot overflow: 65535 times -32768 is above Integer.MIN_VALUE.
            now += symbol == 1 ? Bytes.uint8(buffer, position) : (short) Bytes.uint16(buffer, position);
            position += symbol;
            indexes[i] &= MAX_INDEX;
            ticks[i] = now;
        }
        return true;
    }
}
