package dev.moim.signaling.api;

import dev.moim.signaling.room.RoomActor;
import dev.moim.signaling.room.RoomEvent;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.room.Rooms;
import dev.moim.signaling.store.RoomRows;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/// Deletes rooms. Everyone is sent away first, while what that writes still has its row. Any thread; blocks.
@Singleton
final class RoomEnding {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Rooms rooms;
    private final RoomRows rows;

    RoomEnding(Rooms rooms, RoomRows rows) {
        this.rooms = rooms;
        this.rows = rows;
    }

    /// @throws ApiException 503 when the room is too busy to end
    void delete(String id) {
        var room = new RoomId(id);
        end(room);
        rows.deleteById(id);
        // Someone may have come in between: that room has no row, and its joins fail.
        end(room);
    }

    private void end(RoomId room) {
        Optional<RoomActor> actor = rooms.find(room);
        if (actor.isPresent() && !ended(actor.get())) {
            throw new ApiException(HttpStatus.SERVICE_UNAVAILABLE, "the room is too busy: try again");
        }
    }

    private static boolean ended(RoomActor actor) {
        try {
            // One that takes no more events is about to end by itself.
            boolean told = actor.tell(new RoomEvent.End());
            return actor.awaitEnd(told ? LIMIT : Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
