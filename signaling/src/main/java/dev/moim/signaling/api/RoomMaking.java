package dev.moim.signaling.api;

import dev.moim.signaling.auth.Ids;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.IdempotencyKeyRow;
import dev.moim.signaling.store.IdempotencyKeyRows;
import dev.moim.signaling.store.RoomRow;
import dev.moim.signaling.store.RoomRows;
import io.micronaut.http.HttpStatus;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Makes rooms, at most one for each Idempotency-Key. Any thread; blocks.
@Singleton
class RoomMaking {
    /// A client that repeats a request does so within hours; the rows are small.
    private static final Duration KEPT = Duration.ofHours(24);

    private final RoomRows rooms;
    private final IdempotencyKeyRows keys;
    private final EventLog events;

    RoomMaking(RoomRows rooms, IdempotencyKeyRows keys, EventLog events) {
        this.rooms = rooms;
        this.keys = keys;
        this.events = events;
    }

    @Transactional
    RoomRow make(RoomRow wanted) {
        RoomRow made = rooms.save(wanted);
        events.append(new RoomId(made.id()), "room.created", made.createdAt(), Map.of("name", made.name()));
        return made;
    }

    /// Room and key together or none of them.
    ///
    /// @throws io.micronaut.data.exceptions.DataAccessException when another request was faster with this key
    @Transactional
    RoomRow make(RoomRow wanted, String key) {
        keys.deleteOlder(wanted.createdAt().minus(KEPT));
        RoomRow made = make(wanted);
        keys.save(new IdempotencyKeyRow(id(wanted, key), hash(wanted), made.id(), wanted.createdAt()));
        return made;
    }

    /// The room that an earlier request made with this key.
    ///
    /// @throws ApiException 422 when that request was another one, 409 when its room is deleted
    Optional<RoomRow> earlier(RoomRow wanted, String key) {
        Instant oldest = wanted.createdAt().minus(KEPT);
        return keys.findById(id(wanted, key))
                .filter(row -> row.createdAt().isAfter(oldest))
                .map(row -> {
                    if (!row.requestHash().equals(hash(wanted))) {
                        throw new ApiException(
                                HttpStatus.UNPROCESSABLE_ENTITY, "this Idempotency-Key belongs to another request");
                    }
                    return rooms.findById(row.madeId())
                            .orElseThrow(() -> new ApiException(
                                    HttpStatus.CONFLICT, "the room made with this Idempotency-Key is deleted"));
                });
    }

    private static IdempotencyKeyRow.Id id(RoomRow wanted, String key) {
        return new IdempotencyKeyRow.Id(wanted.ownerId(), key);
    }

    private static String hash(RoomRow wanted) {
        return Ids.hash(wanted.guests() + " " + wanted.maxParticipants() + " " + wanted.name());
    }
}
