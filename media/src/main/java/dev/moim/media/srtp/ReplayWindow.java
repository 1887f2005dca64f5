package dev.moim.media.srtp;

/// Extends sequence numbers to packet indices (RFC 3711 section 3.3.1) and remembers which were received, or sent. The
/// library's own window holds 64 packets, less than a round trip of one video stream, so that retransmissions and
/// reordered packets would be lost; browsers keep 1024 as we do.
final class ReplayWindow {
    static final int PACKETS = 1024;

    private final long[] bits = new long[PACKETS / Long.SIZE];
    private long highest = -1;

    /// The index that the sender most likely means; negative when that was before the first packet.
    long index(int sequenceNumber) {
        if (highest < 0) {
            return sequenceNumber;
        }
        long cycle = highest >>> 16;
        int last = (int) highest & 0xFFFF;
        if (last < 32_768) {
            return ((sequenceNumber - last > 32_768 ? cycle - 1 : cycle) << 16) | sequenceNumber;
        }
        return ((last - 32_768 > sequenceNumber ? cycle + 1 : cycle) << 16) | sequenceNumber;
    }

    /// The highest index so far, negative before the first.
    long highest() {
        return highest;
    }

    /// Whether the index was received or is too old to know.
    boolean isReplayed(long index) {
        if (index < 0 || index <= highest - PACKETS) {
            return true;
        }
        return index <= highest && (bits[word(index)] & (1L << index)) != 0;
    }

    /// Call for an authenticated packet that is not replayed.
    void onReceived(long index) {
        if (index > highest) {
            long from = Math.max(highest + 1, index - PACKETS + 1);
            for (long i = from; i < index; i++) {
                bits[word(i)] &= ~(1L << i);
            }
            highest = index;
        }
        bits[word(index)] |= 1L << index;
    }

    private static int word(long index) {
        return (int) (index >>> 6) & (PACKETS / Long.SIZE - 1);
    }
}
