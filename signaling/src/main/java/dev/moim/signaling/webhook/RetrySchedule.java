package dev.moim.signaling.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a failed delivery is tried again: after 5 s, 15 s, 45 s, … at most 6 h, each a fifth more or less, for three
/// days. Time comes in, time goes out.
final class RetrySchedule {
    static final Duration LIMIT = Duration.ofDays(3);

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final int FACTOR = 3;
    private static final Duration LONGEST = Duration.ofHours(6);
    private static final double JITTER = 0.2;

    private RetrySchedule() {}

    /// The next attempt; the last one is at the end of the three days. Empty when there is none: the endpoint is given
    /// up.
    ///
    /// @param failingSince when the first attempt failed
    /// @param failures so far, at least 1
    /// @param chance evenly from [0, 1): spreads what failed together
    static Optional<Instant> next(Instant failingSince, int failures, Instant now, double chance) {
        Instant end = failingSince.plus(LIMIT);
        if (!now.isBefore(end)) {
            return Optional.empty();
        }
        double seconds = Math.min(
                FIRST.toSeconds() * Math.pow(FACTOR, Math.min(failures, 20) - 1.0), (double) LONGEST.toSeconds());
        Instant next = now.plusMillis((long) (seconds * 1000 * (1 - JITTER + 2 * JITTER * chance)));
        return Optional.of(next.isBefore(end) ? next : end);
    }
}
