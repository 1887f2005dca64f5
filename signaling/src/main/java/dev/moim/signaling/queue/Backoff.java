package dev.moim.signaling.queue;

import java.time.Duration;

/// Growing pauses between failed attempts: doubled each time, capped, and shortened by chance so that many jobs which
/// failed together do not come back together.
///
/// @param first the pause after the first failure
/// @param cap no pause is longer
public record Backoff(Duration first, Duration cap) {
    /// More doublings than any cap allows; keeps the shift in range.
    private static final int MAX_DOUBLINGS = 30;

    public Backoff {
        if (!first.isPositive() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("the first pause is positive and not above the cap");
        }
    }

    /// The pause after a failed attempt.
    ///
    /// @param attempt the one that failed, counts from 1
    /// @param chance 0 to 1: the pause lies between half and all of its full length
    public Duration after(int attempt, double chance) {
        long factor = 1L << Math.clamp(attempt - 1L, 0, MAX_DOUBLINGS);
        long full = factor > cap.toMillis() / Math.max(1, first.toMillis())
                ? cap.toMillis()
                : Math.min(cap.toMillis(), first.toMillis() * factor);
        return Duration.ofMillis((long) (full * (1 - chance / 2)));
    }
}
