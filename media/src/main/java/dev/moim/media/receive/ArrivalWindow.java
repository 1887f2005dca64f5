package dev.moim.media.receive;

import dev.moim.media.rtp.SequenceNumber;
import java.util.Arrays;

/// Which of a stream's latest packets have arrived, by extended sequence number (RFC 3550 appendix A.1). The packets
/// are authenticated, so a jump of any size is believed. One thread.
final class ArrivalWindow {
    /// 4 s of a stream of 500 packets a second; older packets are of no use to anyone.
    static final int PACKETS = 2048;

    /// The first packet's number is above this, so that older ones that come late still have a positive number.
    private static final long FIRST_CYCLE = 1 << 16;

    private final long[] arrived = new long[PACKETS / Long.SIZE];
    private long highest = -1;

    boolean isEmpty() {
        return highest < 0;
    }

    /// Highest extended sequence number, or -1 before the first packet.
    long highest() {
        return highest;
    }

    long extend(int sequenceNumber) {
        return highest < 0 ? FIRST_CYCLE + sequenceNumber : SequenceNumber.extend(sequenceNumber, highest);
    }

    /// Whether the packet has arrived before or is too old to tell.
    boolean contains(long extended) {
        if (highest < 0 || extended > highest) {
            return false;
        }
        return extended <= highest - PACKETS || ((arrived[word(extended)] >>> (extended & 63)) & 1) != 0;
    }

    /// @return false when [#contains] it already
    boolean add(long extended) {
        if (contains(extended)) {
            return false;
        }
        if (highest >= 0 && extended > highest) {
            forget(highest + 1, extended);
        }
        highest = Math.max(highest, extended);
        arrived[word(extended)] |= 1L << (extended & 63);
        return true;
    }

    private void forget(long from, long to) {
        if (to - from >= PACKETS) {
            Arrays.fill(arrived, 0);
            return;
        }
        for (long number = from; number <= to; number++) {
            arrived[word(number)] &= ~(1L << (number & 63));
        }
    }

    private static int word(long extended) {
        return ((int) (extended >>> 6)) & (PACKETS / Long.SIZE - 1);
    }
}
