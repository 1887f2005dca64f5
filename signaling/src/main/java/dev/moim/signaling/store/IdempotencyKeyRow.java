package dev.moim.signaling.store;

import io.micronaut.data.annotation.Embeddable;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import java.time.Instant;

/// What a request with an Idempotency-Key made.
///
/// @param madeId the room or the webhook
/// @param requestHash tells a repetition from another request under the same key
@MappedEntity("idempotency_keys")
public record IdempotencyKeyRow(@EmbeddedId Id id, String requestHash, String madeId, Instant createdAt) {
    /// Each person has keys of their own.
    @Embeddable
    public record Id(@MappedProperty("user_id") String userId, @MappedProperty("key_text") String keyText) {}
}
