package dev.moim.signaling.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moim.signaling.events.Event;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is sent to endpoints.
///
/// @param id the same for every attempt, and for every endpoint
/// @param event empty for a test
record Message(String id, String type, Optional<Event> event, byte[] body) {
    static final String TEST = "webhook.test";

    private record Body(String type, Instant timestamp, Map<String, Object> data) {}

    /// `data` is the event's own, with its room and its number there.
    static Message of(Event event, ObjectMapper json) {
        var data = new LinkedHashMap<String, Object>();
        data.put("room", event.room().value());
        data.put("sequence", event.number());
        data.putAll(event.data());
        return new Message(
                "evt_" + event.room().value() + "_" + event.number(),
                event.type(),
                Optional.of(event),
                write(new Body(event.type(), event.at(), data), json));
    }

    static Message test(String webhook, String id, Instant now, ObjectMapper json) {
        return new Message(
                "test_" + id, TEST, Optional.empty(), write(new Body(TEST, now, Map.of("webhook", webhook)), json));
    }

    private static byte[] write(Body body, ObjectMapper json) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
