package dev.moim.signaling.socket;

import dev.moim.signaling.room.TokenBucket;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// How many connections there are, and how fast each address opens new ones. Any thread.
@Singleton
final class ConnectionLimits {
    /// Addresses that are remembered; the one that was quiet for the longest time is forgotten first.
    private static final int ADDRESSES = 10_000;

    private final SignalingSettings settings;
    private final Map<String, TokenBucket> rates = new LinkedHashMap<>(16, 0.75f, true);
    private int open;

    ConnectionLimits(SignalingSettings settings) {
        this.settings = settings;
    }

    /// Whether one more connection may open; if so it counts until [#onClosed].
    synchronized boolean tryOpen(String address, Instant now) {
        TokenBucket rate = rates.computeIfAbsent(
                address, _ -> new TokenBucket(settings.connectionBurst(), settings.connectionsPerSecond(), now));
        if (rates.size() > ADDRESSES) {
            rates.remove(rates.keySet().iterator().next());
        }
        if (!rate.take(now) || open >= settings.maxConnections()) {
            return false;
        }
        open += 1;
        return true;
    }

    synchronized void onClosed() {
        open -= 1;
    }

    synchronized int open() {
        return open;
    }
}
