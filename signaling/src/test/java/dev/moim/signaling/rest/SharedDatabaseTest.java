package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.auth.Accounts;
import dev.moim.signaling.store.EventRow;
import dev.moim.signaling.store.EventRows;
import dev.moim.signaling.store.NumberInRoom;
import dev.moim.signaling.store.SessionRows;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What another process writes into the same database reaches the streams of this one without a word between the two.
class SharedDatabaseTest extends RestTest {
    @Inject
    EmbeddedServer server;

    @Inject
    Accounts accounts;

    @Inject
    EventRows events;

    @Inject
    SessionRows sessions;

    @Override
    Map<String, String> settings() {
        return Map.of("moim.alerts.recheck", "200ms");
    }

    @Test
    void eventsArriveAndTheEndOfASignInCounts() throws IOException {
        accounts.add("owner", Rest.PASSWORD, false);
        Rest owner = Rest.anonymous(server).signedIn("owner");
        String room = owner.room("Weekly");
        try (var stream = new RawStream(
                server.getPort(), "/api/v1/rooms/" + room + "/events", "Authorization: Bearer " + owner.token())) {
            assertThat(stream.head().getFirst()).contains("200");
            assertThat(stream.line()).isEqualTo("retry: 2000");

            assertThat(events.claimNumber(room)).isEqualTo(1);
            events.save(new EventRow(new NumberInRoom(room, 2), "room.started", Instant.now(), "{}"));
            assertThat(stream.event()).startsWith("id: 2", "event: room.started");

            assertThat(sessions.deleteById(session(owner.token()))).isEqualTo(1);
            assertThat(stream.untilEnd()).isPositive();
        }
    }

    private static String session(String accessToken) throws IOException {
        String claims = new String(Base64.getUrlDecoder().decode(accessToken.split("\\.")[1]), StandardCharsets.UTF_8);
        return Answer.JSON.readTree(claims).get("sid").asText();
    }
}
