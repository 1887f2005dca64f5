package dev.moim.signaling.webhook;

import dev.moim.signaling.store.WebhookDeliveryRow;
import dev.moim.signaling.store.WebhookRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What requests about webhooks carry and what they get.
final class WebhookBodies {
    private WebhookBodies() {}

    record NewWebhook(
            @Nullable String url,
            @Nullable List<String> events,
            @Nullable String scope,
            @Nullable List<String> rooms) {}

    record Change(
            @Nullable String url,
            @Nullable List<String> events,
            @Nullable String scope,
            @Nullable List<String> rooms,
            @Nullable Boolean enabled) {}

    record NewSecret(@Nullable Integer overlapSeconds) {}

    /// An endpoint as its owner sees it.
    ///
    /// @param rooms there when the scope is `rooms`
    /// @param failingSince there while a delivery fails
    /// @param previousSecretUntil there while two secrets are good
    record Webhook(
            String id,
            String url,
            List<String> events,
            String scope,
            @Nullable List<String> rooms,
            boolean enabled,
            @Nullable String disabledReason,
            @Nullable Instant disabledAt,
            @Nullable Instant failingSince,
            @Nullable Instant previousSecretUntil,
            Instant createdAt,
            @Nullable String secret) {
        /// Says no secret, and no address: some carry one.
        @Override
        public String toString() {
            return "webhook " + id;
        }

        static Webhook of(WebhookRow row, List<String> rooms, Optional<Instant> failingSince, Instant now) {
            Instant until = row.previousUntil();
            return new Webhook(
                    row.id(),
                    row.url(),
                    EventFilter.stored(row.events()).wanted(),
                    row.scope(),
                    row.scope().equals(Scope.ROOMS.wireName()) ? rooms : null,
                    row.enabled(),
                    row.disabledReason(),
                    row.disabledAt(),
                    failingSince.orElse(null),
                    until != null && now.isBefore(until) ? until : null,
                    row.createdAt(),
                    null);
        }

        Webhook withSecret(String shown) {
            return new Webhook(
                    id,
                    url,
                    events,
                    scope,
                    rooms,
                    enabled,
                    disabledReason,
                    disabledAt,
                    failingSince,
                    previousSecretUntil,
                    createdAt,
                    shown);
        }
    }

    record WebhookList(List<Webhook> webhooks) {}

    /// One request and how it ended.
    ///
    /// @param status of the answer; absent when there was none
    record Delivery(
            String id,
            String message,
            String type,
            @Nullable String room,
            @Nullable Long sequence,
            String cause,
            int attempt,
            Instant sentAt,
            boolean delivered,
            @Nullable Integer status,
            @Nullable String error,
            String response,
            long millis) {
        static Delivery of(WebhookDeliveryRow row) {
            var reply = new Reply(row.status(), row.error(), row.response());
            return new Delivery(
                    row.id(),
                    row.messageId(),
                    row.type(),
                    row.roomId(),
                    row.number(),
                    row.cause(),
                    row.attempt(),
                    row.sentAt(),
                    reply.isDone(),
                    row.status() == 0 ? null : row.status(),
                    row.error().isEmpty() ? null : row.error(),
                    row.response(),
                    row.millis());
        }
    }

    /// @param next pass it as `after` for the next page; absent on the last
    record DeliveryPage(List<Delivery> deliveries, @Nullable String next) {}
}
