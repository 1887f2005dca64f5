package dev.moim.signaling.webhook;

import dev.moim.signaling.auth.Ids;
import dev.moim.signaling.events.Event;
import dev.moim.signaling.store.WebhookDeliveryRow;
import dev.moim.signaling.store.WebhookDeliveryRows;
import dev.moim.signaling.store.WebhookRow;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/// Sends one message to one endpoint and writes down how it went. Any thread; blocks for up to the timeout.
@Singleton
final class Deliverer {
    private static final int MAX_ERROR = 200;

    private final Poster poster;
    private final WebhookSettings settings;
    private final WebhookDeliveryRows log;

    Deliverer(Poster poster, WebhookSettings settings, WebhookDeliveryRows log) {
        this.poster = poster;
        this.settings = settings;
        this.log = log;
    }

    /// Why a request is made.
    enum Cause {
        EVENT("event"),
        TEST("test"),
        REDELIVERY("redelivery");

        private final String wireName;

        Cause(String wireName) {
            this.wireName = wireName;
        }
    }

    /// @param reply as the endpoint gave it
    /// @param row as the delivery log has it
    record Delivered(Reply reply, WebhookDeliveryRow row) {}

    Delivered deliver(WebhookRow webhook, Message message, Cause cause, int attempt, Instant now)
            throws InterruptedException {
        long start = System.nanoTime();
        Reply reply = post(webhook, message, now);
        Optional<Event> event = message.event();
        return new Delivered(
                reply,
                log.save(new WebhookDeliveryRow(
                        Ids.newId(),
                        webhook.id(),
                        message.id(),
                        message.type(),
                        event.map(it -> it.room().value()).orElse(null),
                        event.map(Event::number).orElse(null),
                        cause.wireName,
                        attempt,
                        now.truncatedTo(ChronoUnit.MICROS),
                        reply.status(),
                        reply.error()
                                .substring(0, Math.min(MAX_ERROR, reply.error().length())),
                        reply.excerpt(),
                        Duration.ofNanos(System.nanoTime() - start).toMillis())));
    }

    private Reply post(WebhookRow webhook, Message message, Instant now) throws InterruptedException {
        try {
            // Checked again: the settings may have become stricter.
            return poster.post(Target.of(webhook.url(), settings), headers(webhook, message, now), message.body());
        } catch (WebhookException e) {
            return Reply.failed(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> headers(WebhookRow webhook, Message message, Instant now) {
        long timestamp = now.getEpochSecond();
        String signature = new Secret(webhook.secret()).sign(message.id(), timestamp, message.body());
        String previous = webhook.previousSecret();
        Instant until = webhook.previousUntil();
        if (previous != null && until != null && now.isBefore(until)) {
            signature += " " + new Secret(previous).sign(message.id(), timestamp, message.body());
        }
        return Map.of(
                "webhook-id", message.id(),
                "webhook-timestamp", String.valueOf(timestamp),
                "webhook-signature", signature);
    }
}
