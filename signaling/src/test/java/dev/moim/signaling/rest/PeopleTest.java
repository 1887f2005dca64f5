package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moim.signaling.Eventually;
import dev.moim.signaling.auth.Accounts;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// People inside a room, seen and sent away from outside.
class PeopleTest extends RestTest {
    @Inject
    EmbeddedServer server;

    @Inject
    Accounts accounts;

    private Rest owner;
    private Rest other;
    private Rest nobody;

    @BeforeAll
    void people() {
        accounts.add("owner", Rest.PASSWORD, false);
        accounts.add("other", Rest.PASSWORD, false);
        nobody = Rest.anonymous(server);
        owner = nobody.signedIn("owner");
        other = nobody.signedIn("other");
    }

    /// Else somebody whose sign-in ended a minute ago would come in as a guest, without their role.
    @Test
    void aTokenThatIsNoGoodMakesNoGuest() {
        Rest gone = nobody.signedIn("owner");
        String room = gone.room("Weekly");
        String door = "/api/v1/rooms/" + room;
        assertThat(gone.get(door).status()).isEqualTo(200);
        gone.post("/api/v1/auth/logout", Map.of());

        for (Rest caller : List.of(gone, nobody.with("nonsense"))) {
            assertThat(caller.get(door).status()).isEqualTo(401);
            assertThat(caller.post(door + "/tokens", Map.of()).status()).isEqualTo(401);
        }
        assertThat(nobody.get(door).status()).isEqualTo(200);
        assertThat(nobody.post(door + "/tokens", Map.of()).status()).isEqualTo(201);
    }

    @Test
    void theOwnerSeesWhoIsInside() {
        String room = owner.room("Weekly");
        try (var mina = Guest.join(nobody, room, "Mina")) {
            JsonNode inside = inside(room);
            assertThat(inside).hasSize(1);
            assertThat(inside.get(0).get("name").asText()).isEqualTo("Mina");
            assertThat(inside.get(0).get("id").asText()).isEqualTo(mina.participant());
            assertThat(nobody.get("/api/v1/rooms/" + room)
                            .json()
                            .at("/participants/0")
                            .asText())
                    .isEqualTo("Mina");
            assertThat(other.get(participants(room)).status()).isEqualTo(403);
            assertThat(nobody.get(participants(room)).status()).isEqualTo(401);
        }
        Eventually.isTrue("Mina is gone", () -> inside(room).isEmpty());
    }

    @Test
    void someoneSentAwayStaysAway() {
        String room = owner.room("Weekly");
        try (var mina = Guest.join(nobody, room, "Mina");
                var jun = Guest.join(nobody, room, "Jun")) {
            String path = participants(room) + "/" + mina.participant();
            assertThat(other.delete(path).status()).isEqualTo(403);
            assertThat(nobody.delete(path).status()).isEqualTo(401);
            assertThat(owner.delete(path).status()).isEqualTo(204);
            assertThat(mina.closeCode()).isEqualTo(4003);
            // She is cut off first, then the token is on the list; the room knows her meanwhile.
            Eventually.isTrue(
                    "her token opens nothing", () -> Guest.handshakeStatus(nobody, room, mina.token()) == 401);
            Eventually.isTrue("she is off the list", () -> inside(room).size() == 1);
            assertThat(owner.delete(path).status()).isEqualTo(404);
            assertThat(jun.isOpen()).isTrue();
        }
        assertThat(owner.delete(participants(owner.room("Empty")) + "/p-1").status())
                .isEqualTo(404);
    }

    @Test
    void aDeletedRoomSendsEveryoneAwayAndTellsItsReaders() throws IOException {
        String room = owner.room("Short");
        try (var events = new RawStream(
                        server.getPort(),
                        "/api/v1/rooms/" + room + "/events",
                        "Authorization: Bearer " + owner.token());
                var mina = Guest.join(nobody, room, "Mina")) {
            events.head();
            assertThat(events.event().get(1)).isEqualTo("event: room.started");
            assertThat(events.event().get(1)).isEqualTo("event: participant.joined");
            assertThat(owner.delete("/api/v1/rooms/" + room).status()).isEqualTo(204);
            assertThat(events.event().get(1)).isEqualTo("event: participant.left");
            assertThat(events.event().get(1)).isEqualTo("event: room.ended");
            assertThat(events.event().get(1)).isEqualTo("event: room.deleted");
            assertThat(mina.closeCode()).isEqualTo(4004);
            assertThat(Guest.handshakeStatus(nobody, room, mina.token())).isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void aRoomTokenOpensNoOtherRoomAndAnAccessTokenNone() {
        String room = owner.room("One");
        String elsewhere = nobody.post("/api/v1/rooms/" + owner.room("Two") + "/tokens", Map.of())
                .text("token");
        assertThat(Guest.handshakeStatus(nobody, room, elsewhere)).isEqualTo(401);
        assertThat(Guest.handshakeStatus(nobody, room, owner.token())).isEqualTo(401);
    }

    private JsonNode inside(String room) {
        return owner.get(participants(room)).json().get("participants");
    }

    private static String participants(String room) {
        return "/api/v1/rooms/" + room + "/participants";
    }
}
