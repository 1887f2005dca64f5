package dev.moim.signaling.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moim.signaling.auth.Caller;
import dev.moim.signaling.auth.Ids;
import dev.moim.signaling.auth.Throttle;
import dev.moim.signaling.events.Event;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.WebhookDeliveryRow;
import dev.moim.signaling.store.WebhookDeliveryRows;
import dev.moim.signaling.store.WebhookRow;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The delivery log of a webhook, and requests to it by hand.
@Controller("/api/v1/webhooks/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_AUTHENTICATED)
final class DeliveriesController {
    private static final int PAGE = 50;

    /// Requests by hand of one account: each stays in the log for days, 1.5 kB long.
    private static final int BY_HAND = 60;

    private final Throttle byHand = new Throttle(Duration.ofMinutes(1));
    private final Webhooks webhooks;
    private final WebhookDeliveryRows deliveries;
    private final Deliverer deliverer;
    private final Lanes lanes;
    private final EventLog log;
    private final ObjectMapper json;

    DeliveriesController(
            Webhooks webhooks,
            WebhookDeliveryRows deliveries,
            Deliverer deliverer,
            Lanes lanes,
            EventLog log,
            ObjectMapper json) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.deliverer = deliverer;
        this.lanes = lanes;
        this.log = log;
        this.json = json;
    }

    /// Sends `webhook.test` now and says how that went; also to an endpoint that is disabled.
    @Post("/test")
    WebhookBodies.Delivery test(String id, Authentication authentication) throws InterruptedException {
        WebhookRow webhook = find(id, authentication);
        Instant now = Instant.now();
        return send(webhook, Message.test(webhook.id(), Ids.newId(), now, json), Deliverer.Cause.TEST, now);
    }

    /// The newest first, 50 a page.
    @Get("/deliveries")
    WebhookBodies.DeliveryPage list(String id, @QueryValue Optional<String> after, Authentication authentication) {
        WebhookRow webhook = find(id, authentication);
        Optional<WebhookDeliveryRow> last = after.map(delivery -> deliveries
                .findById(delivery)
                .filter(row -> row.webhookId().equals(webhook.id()))
                .orElseThrow(() -> WebhookException.invalid("after", "after is the id of one of its deliveries")));
        List<WebhookDeliveryRow> page = deliveries.page(
                webhook.id(),
                last.map(WebhookDeliveryRow::sentAt)
                        .orElseGet(() -> Instant.now().plus(1, ChronoUnit.DAYS)),
                last.map(WebhookDeliveryRow::id).orElse(""),
                PAGE);
        return new WebhookBodies.DeliveryPage(
                page.stream().map(WebhookBodies.Delivery::of).toList(),
                page.size() < PAGE ? null : page.getLast().id());
    }

    /// Sends the event of a delivery once more, now, with the same id; what else is on its way does not wait for it.
    @Post("/deliveries/{delivery}/redeliver")
    WebhookBodies.Delivery redeliver(String id, String delivery, Authentication authentication)
            throws InterruptedException {
        WebhookRow webhook = find(id, authentication);
        WebhookDeliveryRow row = deliveries
                .findById(delivery)
                .filter(one -> one.webhookId().equals(webhook.id()))
                .orElseThrow(() -> WebhookException.notFound("delivery"));
        return send(webhook, Message.of(event(webhook, row), json), Deliverer.Cause.REDELIVERY, Instant.now());
    }

    private Event event(WebhookRow webhook, WebhookDeliveryRow row) {
        String room = row.roomId();
        Long number = row.number();
        if (room == null || number == null) {
            throw new WebhookException(HttpStatus.CONFLICT, "a test has no event: send another test");
        }
        if (!webhooks.mayHear(webhook, room)) {
            throw new WebhookException(HttpStatus.CONFLICT, "the webhook hears of this room no more");
        }
        return log.after(new RoomId(room), number - 1, 1).stream()
                .filter(event -> event.number() == number)
                .findFirst()
                .orElseThrow(() -> new WebhookException(HttpStatus.CONFLICT, "the log keeps this event no more"));
    }

    private WebhookBodies.Delivery send(WebhookRow webhook, Message message, Deliverer.Cause cause, Instant now)
            throws InterruptedException {
        if (byHand.count(webhook.ownerId(), now) > BY_HAND) {
            throw new WebhookException(
                    HttpStatus.TOO_MANY_REQUESTS, "at most " + BY_HAND + " requests by hand in a minute");
        }
        if (!lanes.tryEnter(webhook.id())) {
            throw new WebhookException(HttpStatus.SERVICE_UNAVAILABLE, "the endpoint is busy: try again");
        }
        try {
            return WebhookBodies.Delivery.of(
                    deliverer.deliver(webhook, message, cause, 1, now).row());
        } finally {
            lanes.leave(webhook.id());
        }
    }

    private WebhookRow find(String id, Authentication authentication) {
        return webhooks.find(id, Caller.of(authentication).account());
    }
}
