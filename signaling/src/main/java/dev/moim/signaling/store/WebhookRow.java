package dev.moim.signaling.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An endpoint of somebody's.
///
/// @param events types, separated by commas
/// @param scope `mine`, `rooms` or `server`
/// @param disabledReason `gone`, `failing` or `by-hand`
/// @param version changes with every change of the settings
/// @param secret base64
/// @param previousSecret good until `previousUntil`
@MappedEntity("webhooks")
public record WebhookRow(
        @Id String id,
        String ownerId,
        String url,
        String events,
        String scope,
        boolean enabled,
        @Nullable String disabledReason,
        @Nullable Instant disabledAt,
        Instant createdAt,
        long version,
        String secret,
        @Nullable String previousSecret,
        @Nullable Instant previousUntil) {
    /// Says no secret, and no address: some carry one.
    @Override
    public String toString() {
        return "webhook " + id;
    }
}
