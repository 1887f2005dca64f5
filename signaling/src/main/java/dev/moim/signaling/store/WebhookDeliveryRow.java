package dev.moim.signaling.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One request to an endpoint and how it ended.
///
/// @param messageId the same for every attempt of an event
/// @param cause `event`, `test` or `redelivery`
/// @param status of the answer; 0 when there was none
/// @param error empty when there was an answer
/// @param response the beginning of the answer's body
@MappedEntity("webhook_deliveries")
public record WebhookDeliveryRow(
        @Id String id,
        String webhookId,
        String messageId,
        String type,
        @Nullable String roomId,
        @Nullable Long number,
        String cause,
        int attempt,
        Instant sentAt,
        int status,
        String error,
        String response,
        long millis) {}
