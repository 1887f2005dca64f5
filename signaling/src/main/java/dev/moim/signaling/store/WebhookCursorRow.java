package dev.moim.signaling.store;

import io.micronaut.data.annotation.Embeddable;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far an endpoint has a room's log.
///
/// @param number of the last event that is done with
/// @param failures of the event after that, in a row
/// @param failingSince the first of them
@MappedEntity("webhook_cursors")
public record WebhookCursorRow(
        @EmbeddedId Place place,
        long number,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant nextAttemptAt) {
    @Embeddable
    public record Place(@MappedProperty("webhook_id") String webhookId, @MappedProperty("room_id") String roomId) {}
}
