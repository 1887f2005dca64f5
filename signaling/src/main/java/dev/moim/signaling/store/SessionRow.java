package dev.moim.signaling.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// One sign-in.
///
/// @param secretHash SHA-256 of the refresh token that is good now
@MappedEntity("sessions")
public record SessionRow(@Id String id, String userId, String secretHash, Instant expiresAt) {
    @Override
    public String toString() {
        return "session " + id;
    }
}
