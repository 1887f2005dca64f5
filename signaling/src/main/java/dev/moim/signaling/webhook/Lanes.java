package dev.moim.signaling.webhook;

import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many requests may be on their way to one endpoint: a slow one takes places from itself only. Any thread.
@Singleton
final class Lanes {
    /// With the 20 webhooks that an account has by default it fills 40 of the 64 places of [DeliveryWorker].
    static final int EACH = 2;

    private final ConcurrentMap<String, Integer> busy = new ConcurrentHashMap<>();

    /// @return false when the endpoint has as many as it may; otherwise [#leave] must follow
    boolean tryEnter(String webhook) {
        boolean[] entered = new boolean[1];
        busy.compute(webhook, (id, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < EACH;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    void leave(String webhook) {
        busy.computeIfPresent(webhook, (id, count) -> count == 1 ? null : count - 1);
    }
}
