package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whoever came into a meeting also left it in the log, however the server died.
@Timeout(600)
class AttendanceIT {
    @Test
    void everyComingHasItsGoingAfterAKill() throws IOException, InterruptedException {
        try (var server = new ServerProcess()) {
            String room = server.createRoom("Weekly");
            var stayed = new ArrayList<String>();
            try (var gone = Guest.join(server, room, "Gone")) {
                for (int i = 0; i < 5; i++) {
                    stayed.add(Guest.join(server, room, "Guest " + i).participant());
                }
                assertThat(gone.participant()).isNotEmpty();
            }
            server.kill();
            server.start();
            // Nobody comes back: the server completes the log by itself.
            List<JsonNode> events = untilEnded(server, room);

            assertThat(types(events, "room.created")).hasSize(1);
            assertThat(types(events, "room.started")).hasSize(1);
            assertThat(types(events, "participant.joined")).hasSize(6);
            assertThat(participants(events, "participant.left"))
                    .containsExactlyInAnyOrderElementsOf(participants(events, "participant.joined"));
            // Who left just before may be among them: the connection ends first.
            assertThat(events.stream()
                            .filter(event -> event.at("/data/reason").asText().equals("server-lost"))
                            .map(event -> event.at("/data/participant").asText()))
                    .containsAll(stayed);

            // A second death right after, with somebody inside again, and a third one with nobody.
            String back = Guest.join(server, room, "Back").participant();
            server.kill();
            server.start();
            assertThat(read(server, room, list -> list.size() == events.size() + 4))
                    .isNotEmpty();
            server.kill();
            server.start();
            List<JsonNode> all = read(server, room, list -> list.size() == events.size() + 4);
            assertThat(participants(all, "participant.left"))
                    .contains(back)
                    .containsExactlyInAnyOrderElementsOf(participants(all, "participant.joined"));
            assertThat(types(all, "room.ended")).hasSize(2);
        }
    }

    private static List<JsonNode> untilEnded(ServerProcess server, String room) throws IOException {
        return read(
                server, room, events -> events.getLast().get("type").asText().equals("room.ended"));
    }

    /// The room's log from its beginning, until it is complete.
    static List<JsonNode> read(ServerProcess server, String room, Predicate<List<JsonNode>> complete)
            throws IOException {
        var request = HttpRequest.newBuilder(URI.create(server.url("/api/v1/rooms/" + room + "/events")))
                .header("Authorization", "Bearer " + server.accessToken())
                .header("Last-Event-ID", "0")
                .build();
        var events = new ArrayList<JsonNode>();
        try (var client = HttpClient.newHttpClient();
                var lines = client.send(request, HttpResponse.BodyHandlers.ofLines())
                        .body()) {
            var each = lines.iterator();
            while (each.hasNext() && (events.isEmpty() || !complete.test(events))) {
                String line = each.next();
                if (line.startsWith("data: ")) {
                    events.add(Json.parse(line.substring("data: ".length())));
                }
            }
            client.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return events;
    }

    private static List<JsonNode> types(List<JsonNode> events, String type) {
        return events.stream()
                .filter(event -> event.get("type").asText().equals(type))
                .toList();
    }

    private static List<String> participants(List<JsonNode> events, String type) {
        return types(events, type).stream()
                .map(event -> event.at("/data/participant").asText())
                .toList();
    }
}
