package dev.moim.signaling.webhook;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many requests may be on their way to one endpoint: a slow one takes places from itself only. Any thread.
@Singleton
final class Lanes {
    /// With the 20 webhooks that an account has by default it fills 40 of the 64 places of [DeliveryWorker].
    static final int EACH = 2;

    /// Rooms that find both lanes taken come back one after the other: each look costs a write to the disk, so a hung
    /// endpoint of hundreds of rooms must not make hundreds a second.
    static final Duration GAP = Duration.ofMillis(50);

    private static final Duration SOONEST = Duration.ofMillis(500);
    private static final Duration LATEST = Duration.ofMinutes(1);

    private final ConcurrentMap<String, Traffic> traffic = new ConcurrentHashMap<>();

    /// @param lastTurn what [#turn] said last
    private record Traffic(int busy, Instant lastTurn) {}

    /// @return false when the endpoint has as many as it may; otherwise [#leave] must follow
    boolean tryEnter(String webhook) {
        boolean[] entered = new boolean[1];
        traffic.compute(webhook, (_, before) -> {
            Traffic now = Objects.requireNonNullElse(before, new Traffic(0, Instant.MIN));
            entered[0] = now.busy() < EACH;
            return entered[0] ? new Traffic(now.busy() + 1, now.lastTurn()) : now;
        });
        return entered[0];
    }

    /// When somebody who could not enter should try again.
    Instant turn(String webhook, Instant now) {
        Traffic after = traffic.computeIfPresent(
                webhook, (_, before) -> new Traffic(before.busy(), next(before.lastTurn(), now)));
        return after == null ? now : after.lastTurn();
    }

    private static Instant next(Instant lastTurn, Instant now) {
        Instant soonest = now.plus(SOONEST);
        if (lastTurn.isBefore(soonest)) {
            return soonest;
        }
        Instant latest = now.plus(LATEST);
        Instant next = lastTurn.plus(GAP);
        return next.isAfter(latest) ? latest : next;
    }

    void leave(String webhook) {
        traffic.computeIfPresent(
                webhook, (_, before) -> before.busy() == 1 ? null : new Traffic(before.busy() - 1, before.lastTurn()));
    }
}
