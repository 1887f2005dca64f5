package dev.moim.signaling.alerts;

import dev.moim.signaling.events.Event;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.room.RoomId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The part of a room's log that one reader may have.
///
/// @param behind the number of the last event that is not in it
/// @param subjects whether it says which account somebody has
record Excerpt(long behind, boolean subjects) {
    static final Excerpt WHOLE = new Excerpt(0, true);

    private static final String SUBJECT = "subject";

    /// What happened since then, without accounts. Looks a few dozen times into the log at most: its numbers
    /// have no gaps, and rise with time.
    static Excerpt since(Instant since, EventLog log, RoomId room) {
        long before = 0;
        long notBefore = log.last(room);
        while (before < notBefore) {
            long middle = before + (notBefore - before) / 2;
            List<Event> next = log.after(room, middle, 1);
            if (next.isEmpty() || !next.getFirst().at().isBefore(since)) {
                notBefore = middle;
            } else {
                before = next.getFirst().number();
            }
        }
        return new Excerpt(before, false);
    }

    /// What the reader gets to see of an event.
    Map<String, Object> data(Event event) {
        if (subjects || !event.data().containsKey(SUBJECT)) {
            return event.data();
        }
        Map<String, Object> data = new HashMap<>(event.data());
        data.remove(SUBJECT);
        return data;
    }
}
