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
    public Event {
        data = Map.copyOf(data);
    }
}
