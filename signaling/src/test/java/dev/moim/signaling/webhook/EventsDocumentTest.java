package dev.moim.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moim.signaling.events.Event;
import dev.moim.signaling.protocol.ChatLine;
import dev.moim.signaling.room.Fact;
import dev.moim.signaling.room.ParticipantId;
import dev.moim.signaling.room.Role;
import dev.moim.signaling.room.RoomId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/events.md has every type of event, with the properties that the code gives it.
class EventsDocumentTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("### `([a-z]+\\.[a-z]+)`\n(?:(?!###).)*?```json\n(.*?)\n```", Pattern.DOTALL);
    private static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyTypeHasOneExample() throws IOException {
        assertThat(examples().keySet()).isEqualTo(new TreeSet<>(EventFilter.TYPES));
    }

    @Test
    void examplesHaveThePropertiesOfTheCode() throws IOException {
        var mina = new ParticipantId("p-4f9a");
        List<Fact> facts = List.of(
                new Fact.RoomStarted(AT),
                new Fact.RoomEnded(AT),
                new Fact.ParticipantJoined(AT, mina, "Mina", Role.MODERATOR, "user:ltGvLVXy", 1),
                new Fact.ParticipantLeft(AT, mina, "Mina", "user:ltGvLVXy", "left", 0),
                new Fact.ChatPosted(
                        mina,
                        "user:ltGvLVXy",
                        new ChatLine(7, "m-1", "p-4f9a", "Mina", "hello", AT, Optional.empty()),
                        "c-1"));
        Map<String, JsonNode> examples = examples();
        for (Fact fact : facts) {
            assertThat(parse(JSON.writeValueAsString(fact.data())))
                    .as(fact.type())
                    .isEqualTo(examples.get(fact.type()));
        }
    }

    @Test
    void noEventHidesItsRoomOrItsNumber() throws IOException {
        for (Map.Entry<String, JsonNode> example : examples().entrySet()) {
            Map<String, Object> data = example.getValue()
                    .propertyStream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            var message = Message.of(
                    new Event(new RoomId("r-1"), 12, example.getKey(), AT, data),
                    JSON.copy().findAndRegisterModules());
            JsonNode body = JSON.readTree(message.body());
            assertThat(body.properties().stream().map(Map.Entry::getKey)).containsExactly("type", "timestamp", "data");
            assertThat(body.at("/data/room").asText()).as(example.getKey()).isEqualTo("r-1");
            assertThat(body.at("/data/sequence").asLong()).as(example.getKey()).isEqualTo(12);
        }
    }

    private static Map<String, JsonNode> examples() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "events.md"));
        var examples = new TreeMap<String, JsonNode>();
        EXAMPLE.matcher(page).results().forEach(found -> examples.put(found.group(1), parse(found.group(2))));
        return examples;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
