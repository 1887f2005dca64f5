package dev.moim.signaling.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moim.signaling.events.Event;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Events in the form of `text/event-stream` (WHATWG HTML section 9.2). JSON has no line breaks, so one `data` line
/// is enough.
@Singleton
final class EventText {
    /// After which a browser comes back.
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final ObjectMapper json;

    EventText(ObjectMapper json) {
        this.json = json;
    }

    /// The first bytes: they also carry the headers to the client, before there is an event.
    byte[] opening() {
        return bytes("retry: " + RETRY.toMillis() + "\n\n");
    }

    /// A comment: readers ignore it, proxies see a stream that lives.
    byte[] heartbeat() {
        return bytes(":\n\n");
    }

    byte[] of(List<Event> events, Excerpt excerpt) {
        var text = new StringBuilder();
        for (Event event : events) {
            text.append("id: ").append(event.number()).append('\n');
            text.append("event: ").append(event.type()).append('\n');
            text.append("data: ").append(data(event, excerpt)).append("\n\n");
        }
        return bytes(text.toString());
    }

    private record Data(String type, long number, Instant at, Map<String, Object> data) {}

    private String data(Event event, Excerpt excerpt) {
        try {
            return json.writeValueAsString(new Data(event.type(), event.number(), event.at(), excerpt.data(event)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
