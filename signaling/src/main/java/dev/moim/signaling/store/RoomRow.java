package dev.moim.signaling.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// @param guests whether someone without an account may come in
/// @param version changes with every change of the settings
@MappedEntity("rooms")
public record RoomRow(
        @Id String id,
        String name,
        String ownerId,
        boolean guests,
        int maxParticipants,
        Instant createdAt,
        long version) {}
