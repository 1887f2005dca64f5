package dev.moim.signaling.store;

import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/// Removes what nobody may use any more, once an hour. Several processes on one database do no harm to each other.
@Singleton
@Requires(property = "datasources.default.url")
class Housekeeping {
    private static final Logger LOG = System.getLogger(Housekeeping.class.getName());

    /// A client that repeats a request with an Idempotency-Key does so within hours.
    private static final Duration KEYS = Duration.ofHours(24);

    /// Events that go in one transaction: appends wait no longer than that takes.
    private static final int BATCH = 1_000;

    private final RetentionSettings retention;
    private final EventRows events;
    private final WebhookDeliveryRows deliveries;
    private final IdempotencyKeyRows keys;
    private final RevokedTokenRows revokedTokens;
    private final SessionRows sessions;

    Housekeeping(
            RetentionSettings retention,
            EventRows events,
            WebhookDeliveryRows deliveries,
            IdempotencyKeyRows keys,
            RevokedTokenRows revokedTokens,
            SessionRows sessions) {
        this.retention = retention;
        this.events = events;
        this.deliveries = deliveries;
        this.keys = keys;
        this.revokedTokens = revokedTokens;
        this.sessions = sessions;
    }

    @Scheduled(initialDelay = "1m", fixedDelay = "1h")
    void clean() {
        try {
            clean(Instant.now());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "old rows stay, again in an hour", e);
        }
    }

    void clean(Instant now) {
        keys.deleteOlder(now.minus(KEYS));
        revokedTokens.deleteExpired(now);
        sessions.deleteExpired(now);
        deliveries.deleteOlder(now.minus(retention.deliveries()));
        events.deleteClosed(now.minus(retention.deletedRooms()));
        int deleted = BATCH;
        while (deleted == BATCH) {
            deleted = events.deleteOlder(now.minus(retention.events()), BATCH);
        }
    }
}
