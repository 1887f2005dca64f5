package dev.moim.media.receive;

import dev.moim.media.track.Deadline;

/// Asks for lost packets again (RFC 4585 section 6.2.1): at once, then once a round trip. Time comes in, sequence
/// numbers go out. One thread.
final class NackGenerator {
    /// Packets that are waited for at the same time; a longer gap is an outage that only a key frame mends.
    static final int MAX_MISSING = 256;

    /// After that many requests the packet is given up.
    static final int MAX_TRIES = 10;

    /// After that time nobody plays the packet any more; on slow paths at least four round trips.
    static final long GIVE_UP_NANOS = 1_000_000_000;

    /// A retransmission takes a little longer than the round trip; asking before that would only double it.
    private static final long MARGIN_NANOS = 5_000_000;

    private final long[] missing = new long[MAX_MISSING];
    private final long[] sinceNanos = new long[MAX_MISSING];
    private final long[] dueNanos = new long[MAX_MISSING];
    private final int[] tries = new int[MAX_MISSING];
    private int count;
    private long highest = -1;

    /// Notes a packet that came for the first time.
    ///
    /// @return false when a gap before it is too long to be mended by retransmissions
    boolean onPacket(long extended, long nowNanos) {
        if (highest < 0 || extended <= highest) {
            if (highest < 0) {
                highest = extended;
            }
            remove(extended);
            return true;
        }
        long gap = extended - highest - 1;
        long from = highest + 1;
        highest = extended;
        if (gap == 0) {
            return true;
        }
        if (gap + count > MAX_MISSING) {
            count = 0;
            return false;
        }
        for (long number = from; number < extended; number++) {
            missing[count] = number;
            sinceNanos[count] = nowNanos;
            dueNanos[count] = nowNanos;
            tries[count] = 0;
            count++;
        }
        return true;
    }

    /// Notes a packet of a stream that nobody watches: what is missing so far is not worth asking for.
    void onUnwatched(long extended) {
        highest = Math.max(highest, extended);
        count = 0;
    }

    /// Writes the sequence numbers (16 bits) that are to be asked for now.
    ///
    /// @param out takes [#MAX_MISSING] numbers
    /// @return how many there are
    int poll(int[] out, long roundTripNanos, long nowNanos) {
        int asked = 0;
        for (int i = 0; i < count; i++) {
            if (dueNanos[i] - nowNanos <= 0) {
                out[asked++] = (int) missing[i] & 0xFFFF;
                tries[i]++;
                dueNanos[i] = nowNanos + roundTripNanos + roundTripNanos / 4 + MARGIN_NANOS;
            }
        }
        return asked;
    }

    /// Forgets what nobody waits for any more.
    ///
    /// @return how many packets were given up
    int giveUp(long roundTripNanos, long nowNanos) {
        long limit = Math.max(GIVE_UP_NANOS, 4 * roundTripNanos);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            boolean tired = tries[i] >= MAX_TRIES && dueNanos[i] - nowNanos <= 0;
            if (!tired && nowNanos - sinceNanos[i] < limit) {
                missing[kept] = missing[i];
                sinceNanos[kept] = sinceNanos[i];
                dueNanos[kept] = dueNanos[i];
                tries[kept] = tries[i];
                kept++;
            }
        }
        int lost = count - kept;
        count = kept;
        return lost;
    }

    /// When the next request is due, [Deadline#NEVER] when nothing is missing.
    long deadlineNanos() {
        if (count == 0) {
            return Deadline.NEVER;
        }
        long earliest = dueNanos[0];
        for (int i = 1; i < count; i++) {
            if (dueNanos[i] - earliest < 0) {
                earliest = dueNanos[i];
            }
        }
        return earliest;
    }

    private void remove(long extended) {
        for (int i = count - 1; i >= 0 && missing[i] >= extended; i--) {
            if (missing[i] == extended) {
                int behind = count - i - 1;
                System.arraycopy(missing, i + 1, missing, i, behind);
                System.arraycopy(sinceNanos, i + 1, sinceNanos, i, behind);
                System.arraycopy(dueNanos, i + 1, dueNanos, i, behind);
                System.arraycopy(tries, i + 1, tries, i, behind);
                count--;
                return;
            }
        }
    }
}
