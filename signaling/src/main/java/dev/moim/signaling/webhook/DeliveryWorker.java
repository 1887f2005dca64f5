package dev.moim.signaling.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moim.signaling.events.Event;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.queue.Job;
import dev.moim.signaling.queue.JobResult;
import dev.moim.signaling.queue.JobWorker;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.WebhookCursorRow;
import dev.moim.signaling.store.WebhookRow;
import dev.moim.signaling.store.WebhookRows;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Brings an endpoint up to date with a room's log, event by event: the next one goes out when the one before is done
/// with. One job for each endpoint and room.
@Singleton
final class DeliveryWorker implements JobWorker {
    static final String KIND = "webhook";

    /// Requests at once for all endpoints. Each is a virtual thread that waits, and a connection.
    private static final int CONCURRENCY = 64;

    private static final int PAGE = 50;

    /// After so long the job goes to the end of the queue, so that busy rooms leave places to others.
    private static final Duration SLICE = Duration.ofSeconds(5);

    private static final JobResult DONE = new JobResult.Done();

    private final WebhookRows webhooks;
    private final Cursors cursors;
    private final EventLog log;
    private final Deliverer deliverer;
    private final Lanes lanes;
    private final ObjectMapper json;

    DeliveryWorker(
            WebhookRows webhooks, Cursors cursors, EventLog log, Deliverer deliverer, Lanes lanes, ObjectMapper json) {
        this.webhooks = webhooks;
        this.cursors = cursors;
        this.log = log;
        this.deliverer = deliverer;
        this.lanes = lanes;
        this.json = json;
    }

    static Job job(String webhook, String room) {
        return new Job(KIND, webhook + ":" + room, "");
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int concurrency() {
        return CONCURRENCY;
    }

    @Override
    public JobResult work(Job job, int attempt, Instant now) {
        int colon = job.key().indexOf(':');
        var place = new WebhookCursorRow.Place(
                job.key().substring(0, colon), job.key().substring(colon + 1));
        if (!lanes.tryEnter(place.webhookId())) {
            return new JobResult.Again(lanes.turn(place.webhookId(), now), false);
        }
        try {
            return catchUp(place, now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new JobResult.Again(now, false);
        } finally {
            lanes.leave(place.webhookId());
        }
    }

    private JobResult catchUp(WebhookCursorRow.Place place, Instant start) throws InterruptedException {
        long begin = System.nanoTime();
        var room = new RoomId(place.roomId());
        WebhookCursorRow cursor = cursors.find(place);
        if (webhooks.covers(place.webhookId(), place.roomId()) == 0) {
            return DONE;
        }
        Instant next = cursor.nextAttemptAt();
        if (next != null && start.isBefore(next)) {
            return new JobResult.Again(next, false);
        }
        List<Event> events = log.after(room, cursor.number(), PAGE);
        for (Event event : events) {
            // The settings may change between two events.
            Optional<WebhookRow> webhook = webhooks.findById(place.webhookId()).filter(WebhookRow::enabled);
            if (webhook.isEmpty()) {
                return DONE;
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            if (elapsed.compareTo(SLICE) > 0) {
                return new JobResult.Again(start.plus(elapsed), false);
            }
            if (EventFilter.stored(webhook.get().events()).matches(event.type())) {
                Instant now = start.plus(elapsed);
                Reply reply = send(webhook.get(), event, cursor.failures() + 1, now);
                if (!reply.isDone()) {
                    return cursors.failed(cursor, reply, now);
                }
            }
            cursor = cursors.passed(cursor, event.number());
        }
        return events.isEmpty() ? DONE : new JobResult.Again(start, false);
    }

    private Reply send(WebhookRow webhook, Event event, int attempt, Instant now) throws InterruptedException {
        return deliverer
                .deliver(webhook, Message.of(event, json), Deliverer.Cause.EVENT, attempt, now)
                .reply();
    }
}
