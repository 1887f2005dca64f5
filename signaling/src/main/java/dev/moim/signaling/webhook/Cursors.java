package dev.moim.signaling.webhook;

import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.queue.JobResult;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.EventRows;
import dev.moim.signaling.store.WebhookCursorRow;
import dev.moim.signaling.store.WebhookCursorRows;
import dev.moim.signaling.store.WebhookRows;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// How far endpoints have the logs, and what follows from a failure. Any thread; blocks.
@Singleton
class Cursors {
    private static final Logger LOG = System.getLogger(Cursors.class.getName());

    private final WebhookCursorRows rows;
    private final WebhookRows webhooks;
    private final EventLog log;
    private final EventRows events;

    Cursors(WebhookCursorRows rows, WebhookRows webhooks, EventLog log, EventRows events) {
        this.rows = rows;
        this.webhooks = webhooks;
        this.log = log;
        this.events = events;
    }

    /// A room that is younger than the endpoint begins at its first event.
    WebhookCursorRow find(WebhookCursorRow.Place place) {
        return rows.findById(place).orElseGet(() -> new WebhookCursorRow(place, 0, 0, null, null));
    }

    /// The event is done with.
    @Transactional
    WebhookCursorRow passed(WebhookCursorRow cursor, long number) {
        var passed = new WebhookCursorRow(cursor.place(), number, 0, null, null);
        if (rows.pass(cursor.place().webhookId(), cursor.place().roomId(), number) == 0) {
            rows.save(passed);
        }
        return passed;
    }

    /// Plans the next attempt, or disables the endpoint.
    @Transactional
    JobResult failed(WebhookCursorRow cursor, Reply reply, Instant now) {
        if (reply.isGone()) {
            disable(cursor.place(), "gone", now);
            return new JobResult.Done();
        }
        Instant first = cursor.failingSince();
        Instant since = first == null ? now : first;
        int failures = cursor.failures() + 1;
        Optional<Instant> next = RetrySchedule.next(
                since, failures, now, ThreadLocalRandom.current().nextDouble());
        WebhookCursorRow.Place place = cursor.place();
        if (rows.fail(place.webhookId(), place.roomId(), failures, since, next.orElse(null)) == 0) {
            rows.save(new WebhookCursorRow(place, cursor.number(), failures, since, next.orElse(null)));
        }
        if (next.isEmpty()) {
            disable(place, "failing", now);
            return new JobResult.Done();
        }
        return new JobResult.Again(next.get(), true);
    }

    /// Tells the owner, who reads the room's events or has another endpoint.
    private void disable(WebhookCursorRow.Place place, String reason, Instant now) {
        if (webhooks.disable(place.webhookId(), reason, now) == 0) {
            return;
        }
        LOG.log(Level.WARNING, "webhook " + place.webhookId() + " is disabled: " + reason);
        if (events.isOpen(place.roomId())) {
            log.append(
                    new RoomId(place.roomId()),
                    "webhook.disabled",
                    now,
                    Map.of("webhook", place.webhookId(), "reason", reason));
        }
    }
}
