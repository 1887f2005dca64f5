package dev.moim.signaling.socket;

import java.time.Duration;
import java.time.Instant;

/// Notices a client that takes messages and never says what it has. One thread at a time.
final class AckWatch {
    /// A client that keeps to the protocol says it every 5 s: a few rounds may get lost.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /// So few cost nothing; someone alone in a room gets hardly any.
    static final int FEW = 500;

    private long mark;
    private Instant markedAt = Instant.MIN;

    /// @param last given to a message
    /// @param acked 0 for none
    record Numbers(long last, long acked) {}

    /// @return whether much was sent since an acknowledgement which is long overdue
    boolean isOverdue(Numbers numbers, Instant now) {
        if (numbers.acked() >= mark) {
            mark = Math.max(1, numbers.last());
            markedAt = now;
            return false;
        }
        return numbers.last() - numbers.acked() > FEW
                && Duration.between(markedAt, now).compareTo(PATIENCE) >= 0;
    }
}
