package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moim.signaling.webhook.Receiver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// Webhooks of a server that is killed while it delivers, and of one whose receiver is away for two restarts.
class WebhookKillIT {
    private static final int ROOMS = 4;
    private static final int VISITS = 6;

    /// The room begins, the guest comes, the guest goes, the room ends.
    private static final int EVENTS_OF_A_VISIT = 4;

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Map<String, String> SETTINGS =
            Map.of("moim.webhook.allow-private", "true", "moim.webhook.allow-http", "true");

    private final Map<String, Integer> events = new HashMap<>();

    @Test
    void aKillAmidDeliveriesLosesNothing() throws IOException, InterruptedException {
        try (var receiver = new Receiver();
                var server = new ServerProcess(SETTINGS)) {
            // Slower than the visits: there is much left when the server dies.
            receiver.answerWith(request -> {
                for (int i = 0; i < 10; i++) {
                    Pause.briefly();
                }
                return 204;
            });
            String secret = webhook(server, receiver);
            List<String> rooms = rooms(server);
            rooms.forEach(room -> visit(server, room));
            await("some came", () -> receiver.received().size() >= ROOMS);
            server.kill();
            assertThat(distinct(receiver))
                    .as("it died amid deliveries")
                    .isLessThan(ROOMS * (1 + VISITS * EVENTS_OF_A_VISIT));
            server.start();
            rooms.forEach(room -> delete(server, room));

            assertComplete(receiver, secret, rooms);
        }
    }

    @Test
    void aReceiverThatIsAwayForTwoRestartsGetsEverythingInOrder() throws IOException, InterruptedException {
        try (var receiver = new Receiver();
                var server = new ServerProcess(SETTINGS)) {
            var away = new AtomicBoolean(true);
            receiver.answerWith(request -> away.get() ? 503 : 204);
            String secret = webhook(server, receiver);
            List<String> rooms = rooms(server);
            for (int restart = 0; restart < 2; restart++) {
                rooms.forEach(room -> visit(server, room));
                server.kill();
                server.start();
            }
            receiver.received().clear();
            away.set(false);
            rooms.forEach(room -> delete(server, room));

            assertComplete(receiver, secret, rooms);
        }
    }

    private static String webhook(ServerProcess server, Receiver receiver) {
        return server.post("/api/v1/webhooks", Map.of("url", receiver.url("/in")), server.accessToken())
                .get("secret")
                .asText();
    }

    private List<String> rooms(ServerProcess server) {
        List<String> rooms = new ArrayList<>();
        for (int i = 0; i < ROOMS; i++) {
            String room = server.createRoom("Weekly " + i);
            rooms.add(room);
            events.put(room, 1);
        }
        return rooms;
    }

    private void visit(ServerProcess server, String room) {
        for (int i = 0; i < VISITS; i++) {
            Guest.join(server, room, "Guest " + i).close();
            events.merge(room, EVENTS_OF_A_VISIT, Integer::sum);
        }
    }

    private void delete(ServerProcess server, String room) {
        server.deleteRoom(room);
        events.merge(room, 1, Integer::sum);
    }

    private static void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(LIMIT);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            Pause.briefly();
        }
    }

    private static long distinct(Receiver receiver) {
        return receiver.received().stream()
                .map(Receiver.Received::id)
                .distinct()
                .count();
    }

    /// Every event of every room came, in its room's order; one that came again came as it was, before the next one.
    private void assertComplete(Receiver receiver, String secret, List<String> rooms) {
        long all = events.values().stream().mapToLong(Integer::longValue).sum();
        await("all came", () -> distinct(receiver) >= all);
        Map<String, JsonNode> bodies = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        for (Receiver.Received request : receiver.received()) {
            assertThat(request.isSignedWith(secret)).as(request.id()).isTrue();
            assertThat(bodies.computeIfAbsent(request.id(), _ -> request.json()))
                    .isEqualTo(request.json());
            String room = request.json().at("/data/room").asText();
            int sequence = request.json().at("/data/sequence").asInt();
            assertThat(request.id()).isEqualTo("evt_" + room + "_" + sequence);
            int before = last.getOrDefault(room, 0);
            assertThat(sequence).as("after %d of %s", before, room).isIn(before, before + 1);
            last.put(room, sequence);
        }
        assertThat(last).isEqualTo(events).containsOnlyKeys(rooms);
    }
}
