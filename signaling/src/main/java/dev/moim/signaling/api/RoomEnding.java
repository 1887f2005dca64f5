package dev.moim.signaling.api;

import dev.moim.signaling.auth.RelayAccess;
import dev.moim.signaling.events.Attendance;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.recording.RecordingRemoval;
import dev.moim.signaling.room.RoomActor;
import dev.moim.signaling.room.RoomEvent;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.room.Rooms;
import dev.moim.signaling.store.RoomRows;
import io.micronaut.http.HttpStatus;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Deletes rooms. Everyone is sent away first, while what that writes still has its row. Any thread; blocks.
@Singleton
class RoomEnding {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Rooms rooms;
    private final RoomRows rows;
    private final Attendance attendance;
    private final EventLog events;
    private final RelayAccess relay;
    private final RecordingRemoval recordings;

    RoomEnding(
            Rooms rooms,
            RoomRows rows,
            Attendance attendance,
            EventLog events,
            RelayAccess relay,
            RecordingRemoval recordings) {
        this.rooms = rooms;
        this.rows = rows;
        this.attendance = attendance;
        this.events = events;
        this.relay = relay;
        this.recordings = recordings;
    }

    /// @throws ApiException 503 when the room is too busy to end
    void delete(String id) {
        var room = new RoomId(id);
        end(room);
        List<String> forgotten = remove(room, Instant.now());
        // Someone may have come in between: the log has them as gone by now, and further joins fail.
        end(room);
        relay.endRoom(room);
        recordings.removeFiles(forgotten);
    }

    /// The room and its last events together or none of them.
    ///
    /// @return recordings whose files are left
    @Transactional
    List<String> remove(RoomId room, Instant now) {
        // First the recordings, then the log, as whoever ends an upload does: else each would wait for the other.
        List<String> forgotten = recordings.forget(room);
        attendance.close(room, "room-ended", now);
        events.close(room, now);
        rows.deleteById(room.value());
        return forgotten;
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
