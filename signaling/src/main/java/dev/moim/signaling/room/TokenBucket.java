package dev.moim.signaling.room;

import java.time.Duration;
import java.time.Instant;

/// Lets a burst through and after it a steady rate. One thread.
public final class TokenBucket {
    private final double capacity;
    private final double perSecond;
    private double tokens;
    private Instant at;

    /// @param capacity at least 1: what may come at once
    /// @param perSecond what may come in the long run
    public TokenBucket(double capacity, double perSecond, Instant now) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.tokens = capacity;
        this.at = now;
    }

    /// Whether one more may pass; if so it counts.
    public boolean take(Instant now) {
        double seconds = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
        tokens = Math.min(capacity, tokens + seconds * perSecond);
        at = now;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
