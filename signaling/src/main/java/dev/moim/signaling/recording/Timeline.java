package dev.moim.signaling.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moim.signaling.events.Event;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.room.RoomId;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Adds to a manifest what the room's log says of the time it covers: who came and went, and the chat. The log outlives
/// the process, so nothing of it is lost with it. Any thread; blocks.
@Singleton
final class Timeline {
    /// Events before the segment's first that are looked at: those of the moment in which it began.
    static final int BEFORE = 100;

    /// A line of chat each second for a day.
    private static final int MAX_ENTRIES = 86_400;

    private static final int PAGE = 1_000;
    private static final Map<String, List<String>> KEPT = Map.of(
            "participant.joined", List.of("participant", "name"),
            "participant.left", List.of("participant", "name", "reason"),
            "chat.posted", List.of("participant", "name", "text"));

    private final EventLog log;

    Timeline(EventLog log) {
        this.log = log;
    }

    /// @param manifest with its start and length; changed
    void add(ObjectNode manifest) {
        var room = new RoomId(manifest.path("room").asText());
        Instant start = Instant.parse(manifest.path("startedAt").asText());
        Instant end = start.plus(seconds(manifest.path("length")));
        ArrayNode timeline = manifest.putArray("timeline");
        Set<String> known = new HashSet<>(manifest.path("participants").findValuesAsText("participant"));
        long after = manifest.path("eventsAfter").asLong();
        List<Event> page = log.after(room, after, PAGE);
        while (!page.isEmpty() && timeline.size() < MAX_ENTRIES) {
            for (Event event : page) {
                boolean inside = !event.at().isAfter(end);
                if (inside && KEPT.containsKey(event.type())) {
                    add(manifest, timeline, known, event, start);
                }
            }
            Event last = page.getLast();
            page = last.at().isAfter(end) ? List.of() : log.after(room, last.number(), PAGE);
        }
    }

    private static void add(ObjectNode manifest, ArrayNode timeline, Set<String> known, Event event, Instant start) {
        String participant = String.valueOf(event.data().get("participant"));
        if (event.type().equals("participant.joined") && known.add(participant)) {
            manifest.withArray("participants")
                    .addObject()
                    .put("participant", participant)
                    .put("name", String.valueOf(event.data().get("name")))
                    .put("subject", String.valueOf(event.data().get("subject")));
        }
        // What came before the start is only there to tell who is who.
        if (!event.at().isBefore(start) && timeline.size() < MAX_ENTRIES) {
            ObjectNode entry = timeline.addObject();
            entry.put("at", seconds(Duration.between(start, event.at())));
            entry.put("event", event.type());
            KEPT.getOrDefault(event.type(), List.of())
                    .forEach(key -> entry.put(key, String.valueOf(event.data().get(key))));
        }
    }

    private static Duration seconds(JsonNode seconds) {
        return Duration.ofNanos(seconds.decimalValue().movePointRight(9).longValue());
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3);
    }
}
