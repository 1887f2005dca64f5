package dev.moim.signaling.api;

import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Limits the tokens that strangers from one address get: a whole office may join through one, a flood may not. Any
/// thread.
@Singleton
final class GuestThrottle {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int PER_WINDOW = 300;

    /// Strangers can make this grow; the oldest entries go first.
    private static final int MAX_ENTRIES = 10_000;

    private final Map<String, Count> counts = new LinkedHashMap<>();

    private record Count(Instant since, int tokens) {}

    /// @throws ApiException 429 when there were too many
    synchronized void admit(String address, Instant now) {
        Count before = counts.get(address);
        Count after = before == null || !now.isBefore(before.since().plus(WINDOW))
                ? new Count(now, 1)
                : new Count(before.since(), before.tokens() + 1);
        counts.put(address, after);
        if (counts.size() > MAX_ENTRIES) {
            counts.remove(counts.keySet().iterator().next());
        }
        if (after.tokens() > PER_WINDOW) {
            throw new ApiException(HttpStatus.TOO_MANY_REQUESTS, "too many guests from one address: try again later");
        }
    }
}
