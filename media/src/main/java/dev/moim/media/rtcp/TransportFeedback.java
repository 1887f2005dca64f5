package dev.moim.media.rtcp;

import java.util.Arrays;

/// When the packets of a run of transport-wide sequence numbers arrived
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1). Reused by its reader: valid during the handler's
/// call only. One thread.
public final class TransportFeedback {
    /// What [#arrivalTicks] says of a packet that did not arrive.
    public static final int NOT_RECEIVED = Integer.MIN_VALUE;

    /// One tick of arrival time.
    public static final long TICK_NANOS = 250_000;

    /// Ticks in one unit of the reference time, 64 ms.
    public static final int TICKS_PER_REFERENCE = 256;

    static final int FIXED_BYTES = 20;

    private int senderSsrc;
    private int mediaSsrc;
    private int baseSequenceNumber;
    private int packetCount;
    private int referenceTime;
    private int feedbackCount;
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

    public boolean received(int index) {
        return arrivalTicks(index) != NOT_RECEIVED;
    }

    /// When the packet with sequence number `baseSequenceNumber + index` arrived, in units of 250 us after
    /// [#referenceTime], or [#NOT_RECEIVED].
    ///
    /// @param index 0 to `packetCount - 1`
    public int arrivalTicks(int index) {
        if (index >= packetCount) {
            throw new IndexOutOfBoundsException(index);
        }
        return ticks[index];
    }

    /// @return false when the packet is malformed
    boolean parse(byte[] buffer, int offset, int end) {
        packetCount = 0;
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
        if (ticks.length < count) {
            // At most 256 KiB: the count has 16 bits.
            ticks = new int[Math.max(count, 2 * ticks.length)];
        }
        int position = parseChunks(buffer, offset + FIXED_BYTES, end, count);
        if (position < 0 || !parseDeltas(buffer, position, end, count)) {
            return false;
        }
        packetCount = count;
        return true;
    }

    private int parseChunks(byte[] buffer, int offset, int end, int count) {
        int position = offset;
        int known = 0;
        while (known < count) {
            if (position + 2 > end) {
                return -1;
            }
            int chunk = Bytes.uint16(buffer, position);
            position += 2;
            if ((chunk & 0x8000) == 0) {
                int until = Math.min(count, known + (chunk & 0x1FFF));
                Arrays.fill(ticks, known, until, (chunk >> 13) & 0x03);
                // A run of no packets would let a packet of 64 KiB keep us here for nothing.
                if (until == known) {
                    return -1;
                }
                known = until;
            } else if ((chunk & 0x4000) == 0) {
                for (int bit = 13; bit >= 0 && known < count; bit--) {
                    ticks[known++] = (chunk >> bit) & 0x01;
                }
            } else {
                for (int bit = 12; bit >= 0 && known < count; bit -= 2) {
                    ticks[known++] = (chunk >> bit) & 0x03;
                }
            }
        }
        return position;
    }

    private boolean parseDeltas(byte[] buffer, int offset, int end, int count) {
        int position = offset;
        int now = 0;
        for (int i = 0; i < count; i++) {
            int symbol = ticks[i];
            if (symbol == 0) {
                ticks[i] = NOT_RECEIVED;
                continue;
            }
            // Symbol 1 is a delta of one unsigned byte, 2 of two signed ones, 3 is reserved.
            if (symbol == 3 || position + symbol > end) {
                return false;
            }
            // Cannot overflow: 65535 times -32768 is above Integer.MIN_VALUE.
            now += symbol == 1 ? Bytes.uint8(buffer, position) : (short) Bytes.uint16(buffer, position);
            position += symbol;
            ticks[i] = now;
        }
        return true;
    }
}
