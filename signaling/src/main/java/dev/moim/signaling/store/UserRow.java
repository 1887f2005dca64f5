package dev.moim.signaling.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// @param foldedName the name as it is compared
/// @param passwordHash never leaves the server
@MappedEntity("users")
public record UserRow(
        @Id String id, String name, String foldedName, String passwordHash, boolean administrator, Instant createdAt) {
    @Override
    public String toString() {
        return "user " + id;
    }
}
