package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.auth.Accounts;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoomsTest extends RestTest {
    @Inject
    EmbeddedServer server;

    @Inject
    Accounts accounts;

    private Rest nobody;
    private Rest owner;
    private Rest other;
    private Rest root;

    @BeforeAll
    void people() {
        accounts.add("owner", Rest.PASSWORD, false);
        accounts.add("other", Rest.PASSWORD, false);
        accounts.add("lister", Rest.PASSWORD, false);
        accounts.add("root", Rest.PASSWORD, true);
        nobody = Rest.anonymous(server);
        owner = nobody.signedIn("owner");
        other = nobody.signedIn("other");
        root = nobody.signedIn("root");
    }

    @Test
    void aNewRoomHasAnAddressAndSettings() {
        Answer made = owner.post("/api/v1/rooms", Map.of("name", " 주간 회의 ", "maxParticipants", 5));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/rooms/" + made.text("id"));
        assertThat(made.text("name")).isEqualTo("주간 회의");
        assertThat(made.json().get("guests").asBoolean()).isTrue();
        assertThat(made.text("id")).hasSize(22);
        Answer door = nobody.get(made.header("Location"));
        assertThat(door.text("name")).isEqualTo("주간 회의");
        assertThat(door.header("ETag")).isEqualTo(made.header("ETag"));
        assertThat(nobody.post("/api/v1/rooms", Map.of("name", "x")).status()).isEqualTo(401);
    }

    @Test
    void settingsChangeForTheirOwnerOnly() {
        String path = "/api/v1/rooms/" + owner.room("Before");
        Answer changed = owner.patch(path, Map.of("name", "After", "guests", false));
        assertThat(changed.text("name")).isEqualTo("After");
        assertThat(changed.json().get("maxParticipants").asInt()).isEqualTo(100);
        assertThat(nobody.get(path).status()).as("no guests").isEqualTo(401);
        assertThat(other.get(path).status()).isEqualTo(200);
        assertThat(other.patch(path, Map.of("name", "Mine")).status()).isEqualTo(403);
        assertThat(nobody.patch(path, Map.of("name", "Mine")).status()).isEqualTo(401);
        assertThat(root.patch(path, Map.of("name", "Root's")).status()).isEqualTo(200);
        assertThat(owner.patch("/api/v1/rooms/none", Map.of()).status()).isEqualTo(404);
    }

    @Test
    void whoReadAnOlderRoomDoesNotOverwriteTheNewerOne() {
        String path = "/api/v1/rooms/" + owner.room("One");
        String tag = owner.get(path).header("ETag");
        assertThat(owner.patch(path, Map.of("name", "Two"), "If-Match", tag).status())
                .isEqualTo(200);
        assertThat(owner.patch(path, Map.of("name", "Three"), "If-Match", tag).status())
                .isEqualTo(412);
        assertThat(owner.send("DELETE", path, "", "If-Match", tag).status()).isEqualTo(412);
        assertThat(owner.patch(path, Map.of("name", "Four"), "If-Match", "*").status())
                .isEqualTo(200);
        String now = owner.get(path).header("ETag");
        assertThat(owner.send("DELETE", path, "", "If-Match", "\"77\", " + now).status())
                .isEqualTo(204);
    }

    @Test
    void aDeletedRoomIsGone() {
        String path = "/api/v1/rooms/" + owner.room("Short");
        assertThat(other.delete(path).status()).isEqualTo(403);
        assertThat(owner.delete(path).status()).isEqualTo(204);
        assertThat(owner.get(path).status()).isEqualTo(404);
        assertThat(owner.delete(path).status()).isEqualTo(404);
    }

    @Test
    void oneKeyMakesOneRoom() throws Exception {
        Map<String, Object> body = Map.of("name", "Once");
        Answer first = owner.post("/api/v1/rooms", body, "Idempotency-Key", "k-1");
        Answer again = owner.post("/api/v1/rooms", body, "Idempotency-Key", "k-1");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(other.post("/api/v1/rooms", body, "Idempotency-Key", "k-1").text("id"))
                .as("another person's key")
                .isNotEqualTo(first.text("id"));
        assertThat(owner.post("/api/v1/rooms", Map.of("name", "Other"), "Idempotency-Key", "k-1")
                        .status())
                .isEqualTo(422);
        owner.delete("/api/v1/rooms/" + first.text("id"));
        assertThat(owner.post("/api/v1/rooms", body, "Idempotency-Key", "k-1").status())
                .isEqualTo(409);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> ids = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                ids.add(threads.submit(() -> owner.post("/api/v1/rooms", body, "Idempotency-Key", "k-2")
                        .text("id")));
            }
            var seen = new HashSet<String>();
            for (Future<String> id : ids) {
                seen.add(id.get());
            }
            assertThat(seen).as("eight at once").hasSize(1);
        }
    }

    @Test
    void listsComeInPages() {
        Rest lister = nobody.signedIn("lister");
        var made = new ArrayList<String>();
        for (int i = 0; i < 53; i++) {
            made.add(lister.room("Room " + i));
        }
        Collections.reverse(made);
        Answer first = lister.get("/api/v1/rooms");
        Answer second = lister.get("/api/v1/rooms?after=" + first.text("next"));
        assertThat(second.json().has("next")).isFalse();
        var listed = new ArrayList<>(first.json().findValuesAsText("id"));
        assertThat(listed).hasSize(50);
        listed.addAll(second.json().findValuesAsText("id"));
        assertThat(listed).isEqualTo(made);
        assertThat(other.get("/api/v1/rooms?after=" + made.getFirst()).status()).isEqualTo(400);
        assertThat(nobody.get("/api/v1/rooms").status()).isEqualTo(401);
    }

    @Test
    void tokensCarryTheRoleThatTheirOwnerMayGive() {
        String path = "/api/v1/rooms/" + owner.room("Roles") + "/tokens";
        assertThat(owner.post(path, Map.of("name", "Mina", "role", "moderator")).status())
                .isEqualTo(201);
        assertThat(other.post(path, Map.of("role", "moderator")).status()).isEqualTo(403);
        assertThat(nobody.post(path, Map.of("role", "moderator")).status()).isEqualTo(403);
        assertThat(nobody.post(path, Map.of("role", "viewer")).status()).isEqualTo(201);
        assertThat(nobody.post(path, Map.of("role", "king")).text("field")).isEqualTo("role");
        assertThat(nobody.post(path, Map.of("name", "x".repeat(65))).text("field"))
                .isEqualTo("name");
        assertThat(nobody.post("/api/v1/rooms/none/tokens", Map.of()).status()).isEqualTo(404);
        assertThat(nobody.with("nonsense").post(path, Map.of()).status())
                .as("a bad token makes no guest")
                .isEqualTo(401);
    }

    @Test
    void aRoomWithoutGuestsAsksForASignIn() {
        String id = owner.post("/api/v1/rooms", Map.of("name", "Closed", "guests", false))
                .text("id");
        String path = "/api/v1/rooms/" + id + "/tokens";
        assertThat(nobody.post(path, Map.of()).status()).isEqualTo(401);
        assertThat(other.post(path, Map.of()).status()).isEqualTo(201);
    }
}
