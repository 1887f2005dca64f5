package dev.moim.signaling.events;

import dev.moim.signaling.room.RoomId;
import java.time.Instant;
import java.util.Map;

/// One row of the log.
///
/// @param number counts from 1 in each room, without gaps
/// @param type for example `participant.joined`
/// @param data values that JSON can carry: text, numbers, booleans, lists, maps
public record Event(RoomId room, long number, String type, Instant at, Map<String, Object> data) {
    /// The type of a log's last event.
    static final String ROOM_DELETED = "room.deleted";

    public Event {
        data = Map.copyOf(data);
    }

    /// Whether the log ends here, for its room is deleted.
    public boolean isLast() {
        return type.equals(ROOM_DELETED);
    }
}
