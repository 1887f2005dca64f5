package dev.moim.signaling.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// One sign-in.
///
/// @param secretHash SHA-256 of the refresh token that is good now
/// @param previousHash of the one before it, empty for none
/// @param rotatedAt when that was used
@MappedEntity("sessions")
public record SessionRow(
        @Id String id, String userId, String secretHash, Instant expiresAt, String previousHash, Instant rotatedAt) {
    /// A sign-in that was not refreshed yet.
    public static SessionRow fresh(String id, String userId, String secretHash, Instant expiresAt) {
        return new SessionRow(id, userId, secretHash, expiresAt, "", Instant.EPOCH);
    }

    @Override
    public String toString() {
        return "session " + id;
    }
}
