package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.Eventually;
import dev.moim.signaling.auth.Accounts;
import dev.moim.signaling.auth.RoomTokens;
import dev.moim.signaling.auth.TokenRevocation;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.room.Role;
import dev.moim.signaling.room.RoomId;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventStreamTest extends RestTest {
    @Inject
    EmbeddedServer server;

    @Inject
    EventLog log;

    @Inject
    Accounts accounts;

    @Inject
    TokenRevocation revocation;

    @Inject
    RoomTokens tokens;

    private Rest owner;
    private Rest nobody;

    @Override
    Map<String, String> settings() {
        return Map.of(
                "moim.alerts.heartbeat", "400ms",
                "moim.alerts.slow-limit", "1s",
                "moim.alerts.max-streams", "20",
                // What happens in this process must not wait for that.
                "moim.alerts.recheck", "1h");
    }

    @BeforeAll
    void people() {
        accounts.add("owner", Rest.PASSWORD, false);
        accounts.add("other", Rest.PASSWORD, false);
        accounts.add("boss", Rest.PASSWORD, true);
        nobody = Rest.anonymous(server);
        owner = nobody.signedIn("owner");
    }

    @Test
    void newEventsArriveWithNumberTypeAndData() throws IOException {
        String room = owner.room("Weekly");
        try (var stream = open(room, owner.token())) {
            assertThat(stream.head().getFirst()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(String.join("\n", stream.head()).toLowerCase(java.util.Locale.ROOT))
                    .contains("content-type: text/event-stream")
                    .contains("cache-control: no-store")
                    .contains("x-accel-buffering: no");
            assertThat(stream.line()).isEqualTo("retry: 2000");
            append(room, "chat.posted", Map.of("text", "안녕\nhello"));
            assertThat(stream.event())
                    .containsExactly(
                            "id: 2",
                            "event: chat.posted",
                            "data: {\"type\":\"chat.posted\",\"number\":2,\"at\":\"2026-05-04T10:00:00Z\","
                                    + "\"data\":{\"text\":\"안녕\\nhello\"}}");
        }
    }

    @Test
    void aReaderWhoComesBackGetsExactlyWhatCameAfter() throws IOException {
        String room = owner.room("Weekly");
        for (int i = 1; i <= 120; i++) {
            append(room, "chat.posted", Map.of("i", i));
        }
        try (var stream = open(room, owner.token(), "Last-Event-ID: 3")) {
            stream.head();
            for (int i = 4; i <= 120; i++) {
                assertThat(stream.event().getFirst()).isEqualTo("id: " + i);
            }
            assertThat(stream.event().getFirst()).isEqualTo("id: 121");
            append(room, "chat.posted", Map.of());
            assertThat(stream.event().getFirst()).isEqualTo("id: 122");
        }
    }

    @Test
    void silenceIsFilledWithComments() throws IOException {
        try (var stream = open(owner.room("Quiet"), owner.token())) {
            stream.head();
            stream.line();
            assertThat(stream.line()).isEqualTo(":");
            assertThat(stream.line()).isEqualTo(":");
        }
    }

    @Test
    void theEndOfTheSignInEndsTheStream() throws IOException {
        Rest caller = nobody.signedIn("owner");
        try (var stream = open(caller.room("Weekly"), caller.token())) {
            stream.head();
            caller.post("/api/v1/auth/logout", Map.of());
            assertThat(stream.untilEnd()).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aRoomTokenOpensItsRoomUntilItIsTakenBack() throws IOException {
        String room = owner.room("Weekly");
        String token =
                nobody.post("/api/v1/rooms/" + room + "/tokens", Map.of()).text("token");
        try (var stream = open(room, token)) {
            assertThat(stream.head().getFirst()).contains("200");
            append(room, "room.started", Map.of());
            assertThat(stream.event().get(1)).isEqualTo("event: room.started");
            String claims = new String(
                    Base64.getUrlDecoder().decode(token.split("\\.")[1]), java.nio.charset.StandardCharsets.UTF_8);
            revocation.revoke(Answer.JSON.readTree(claims).get("jti").asText());
            assertThat(stream.untilEnd()).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(read(room, token)).isEqualTo(401);
        assertThat(read(owner.room("Other"), token)).isEqualTo(401);
    }

    @Test
    void aTokenThatExpiresEndsItsStream() throws IOException {
        String room = owner.room("Weekly");
        Instant born = Instant.now().minus(Duration.ofHours(24)).plusSeconds(8);
        String token = tokens.issue(new RoomId(room), RoomTokens.guest(), Optional.empty(), Role.VIEWER, born)
                .token();
        try (var stream = open(room, token)) {
            assertThat(stream.head().getFirst()).contains("200");
            assertThat(stream.untilEnd()).isGreaterThan(Duration.ZERO);
        }
        assertThat(read(room, token)).isEqualTo(401);
    }

    /// Whoever has the link gets a token: that shows neither the chat from before they came nor anyone's account.
    @Test
    void aRoomTokenShowsWhatHappenedSinceItWasMade() throws IOException {
        String room = owner.room("Weekly");
        for (int i = 0; i < 7; i++) {
            append(room, "chat.posted", Map.of("text", "before"));
        }
        String token =
                nobody.post("/api/v1/rooms/" + room + "/tokens", Map.of()).text("token");
        Map<String, Object> joined = Map.of("name", "Mina", "subject", "user:42");
        log.append(new RoomId(room), "participant.joined", Instant.now(), joined);
        try (var stream = open(room, token, "Last-Event-ID: 0")) {
            stream.head();
            assertThat(stream.event())
                    .startsWith("id: 9", "event: participant.joined")
                    .last()
                    .asString()
                    .contains("Mina")
                    .doesNotContain("subject", "user:42");
        }
        try (var stream = open(room, owner.token(), "Last-Event-ID: 8")) {
            stream.head();
            assertThat(stream.event()).last().asString().contains("user:42");
        }
    }

    @Test
    void aDeletedRoomEndsItsStreams() throws IOException {
        String room = owner.room("Short");
        try (var stream = open(room, owner.token())) {
            stream.head();
            assertThat(owner.delete("/api/v1/rooms/" + room).status()).isEqualTo(204);
            assertThat(stream.event().get(1)).isEqualTo("event: room.deleted");
            assertThat(stream.untilEnd()).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void onlyThoseWhoMayRead() throws IOException {
        String room = owner.room("Private");
        assertThat(read(room, nobody.signedIn("boss").token())).isEqualTo(200);
        assertThat(read(room, nobody.signedIn("other").token())).isEqualTo(403);
        assertThat(read(room, "nonsense")).isEqualTo(401);
        assertThat(read("no-such-room", owner.token())).isEqualTo(404);
        assertThat(nobody.get("/api/v1/rooms/" + room + "/events").status()).isEqualTo(401);
        assertThat(owner.get("/api/v1/rooms/" + room + "/events", "Last-Event-ID", "x")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aReaderWhoTakesNothingIsCutAndTheRoomGoesOn() throws IOException {
        String room = owner.room("Loud");
        try (var slow = open(room, owner.token());
                var good = open(room, owner.token())) {
            good.head();
            slow.head();
            // More than two sockets and the server's own buffer take.
            String text = "x".repeat(90_000);
            for (int i = 1; i <= 200; i++) {
                append(room, "chat.posted", Map.of("text", text));
                assertThat(good.event().getFirst()).isEqualTo("id: " + (i + 1));
            }
            append(room, "room.ended", Map.of());
            assertThat(good.event().getFirst()).isEqualTo("id: 202");
            awaitStreams(1);
            assertThat(slow.untilCut()).as("bytes that were on their way").isLessThan(150 * 90_000L);
        }
    }

    @Test
    void thereIsALimitOfStreams() throws IOException {
        String room = owner.room("Crowd");
        var streams = new java.util.ArrayList<RawStream>();
        try {
            for (int i = 0; i < 20; i++) {
                var stream = open(room, owner.token());
                streams.add(stream);
                assertThat(stream.head().getFirst()).contains("200");
            }
            assertThat(read(room, owner.token())).isEqualTo(503);
        } finally {
            for (RawStream stream : streams) {
                stream.close();
            }
        }
        awaitStreams(0);
        assertThat(read(room, owner.token())).isEqualTo(200);
    }

    private RawStream open(String room, String token, String... headers) throws IOException {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Authorization: Bearer " + token;
        return new RawStream(server.getPort(), "/api/v1/rooms/" + room + "/events", all);
    }

    private int read(String room, String token) throws IOException {
        try (var stream = open(room, token)) {
            return Integer.parseInt(stream.head().getFirst().split(" ")[1]);
        }
    }

    private void append(String room, String type, Map<String, Object> data) {
        log.append(new RoomId(room), type, Instant.parse("2026-05-04T10:00:00Z"), data);
    }

    private void awaitStreams(int wanted) {
        Eventually.isTrue(
                "streams: " + wanted,
                () -> nobody.get("/prometheus").body().contains("moim_event_streams " + wanted + ".0"));
    }
}
