package dev.moim.signaling.api;

import dev.moim.signaling.auth.Throttle;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/// Limits the tokens that strangers from one address get: a whole office may join through one, a flood may not. Any
/// thread.
@Singleton
final class GuestThrottle {
    private static final int PER_WINDOW = 300;

    private final Throttle tokens = new Throttle(Duration.ofMinutes(1));

    /// @throws ApiException 429 when there were too many
    void admit(String address, Instant now) {
        if (tokens.count(address, now) > PER_WINDOW) {
            throw new ApiException(HttpStatus.TOO_MANY_REQUESTS, "too many guests from one address: try again later");
        }
    }
}
