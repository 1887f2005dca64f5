package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moim.signaling.Eventually;
import dev.moim.signaling.auth.Accounts;
import dev.moim.signaling.webhook.Receiver;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Webhooks as their owners see them, with the real queue and real requests.
class WebhooksTest extends RestTest {
    private static final String WEBHOOKS = "/api/v1/webhooks";

    @Inject
    EmbeddedServer server;

    @Inject
    Accounts accounts;

    private final Receiver receiver = new Receiver();
    private Rest nobody;
    private Rest root;

    @Override
    Map<String, String> settings() {
        return Map.of("moim.webhook.allow-private", "true", "moim.webhook.allow-http", "true");
    }

    @BeforeAll
    void people() {
        nobody = Rest.anonymous(server);
        accounts.add("root", Rest.PASSWORD, true);
        root = nobody.signedIn("root");
    }

    @AfterAll
    void close() {
        receiver.close();
    }

    @Test
    void aMeetingArrivesInOrderAndSigned() {
        Rest owner = account("meeting");
        Answer made = owner.post(WEBHOOKS, Map.of("url", receiver.url("/meeting")));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(WEBHOOKS + "/" + made.text("id"));
        String secret = made.text("secret");
        assertThat(owner.get(made.header("Location")).json().has("secret")).isFalse();

        String room = owner.room("Weekly");
        try (var mina = Guest.join(nobody, room, "Mina")) {
            assertThat(mina.participant()).isNotEmpty();
        }
        owner.delete("/api/v1/rooms/" + room);
        Eventually.isTrue("all came", () -> receiver.received("/meeting").size() >= 6);

        List<Receiver.Received> received = receiver.received("/meeting");
        assertThat(received.stream().map(request -> request.json().get("type").asText()))
                .containsExactly(
                        "room.created",
                        "room.started",
                        "participant.joined",
                        "participant.left",
                        "room.ended",
                        "room.deleted");
        assertThat(received).allMatch(request -> request.isSignedWith(secret));
        assertThat(received.get(2).json().at("/data/name").asText()).isEqualTo("Mina");
        assertThat(received.get(2).json().at("/data/room").asText()).isEqualTo(room);
        Answer log = owner.get(made.header("Location") + "/deliveries");
        assertThat(log.json().get("deliveries")).hasSize(6);
        assertThat(log.json().at("/deliveries/0/type").asText()).isEqualTo("room.deleted");
        assertThat(log.json().at("/deliveries/0/delivered").asBoolean()).isTrue();
    }

    @Test
    void filtersAndScopesAreKept() {
        Rest owner = account("scopes");
        Rest other = account("scopes-other");
        String early = owner.room("Early");
        String theirs = other.room("Theirs");
        owner.post(
                WEBHOOKS,
                Map.of("url", receiver.url("/list"), "rooms", List.of(early), "events", List.of("room.deleted")));
        root.post(WEBHOOKS, Map.of("url", receiver.url("/server"), "scope", "server", "events", List.of("room.*")));
        assertThat(owner.post(WEBHOOKS, Map.of("url", receiver.url("/x"), "scope", "server"))
                        .text("field"))
                .isEqualTo("scope");
        assertThat(owner.post(WEBHOOKS, Map.of("url", receiver.url("/x"), "rooms", List.of(theirs)))
                        .text("field"))
                .isEqualTo("rooms");
        String late = owner.room("Late");
        for (String room : List.of(late, early)) {
            owner.delete("/api/v1/rooms/" + room);
        }
        other.delete("/api/v1/rooms/" + theirs);
        Eventually.isTrue(
                "both have theirs",
                () -> rooms("/list", "room.deleted").size() >= 1
                        && rooms("/server", "room.deleted").size() >= 3);
        assertThat(rooms("/list", "room.deleted")).containsExactly(early);
        assertThat(rooms("/server", "room.deleted")).contains(late, early, theirs);
        assertThat(rooms("/server", "room.created"))
                .as("from now on")
                .contains(late)
                .doesNotContain(early, theirs);
    }

    @Test
    void requestsThatWillNotDo() {
        Rest owner = account("faults");
        Map.of(
                        Map.of(), "url",
                        Map.of("url", "ftp://example.com"), "url",
                        Map.of("url", "http://user@127.0.0.1/"), "url",
                        Map.of("url", "http://127.0.0.1/", "events", List.of()), "events",
                        Map.of("url", "http://127.0.0.1/", "events", List.of("room.exploded")), "events",
                        Map.of("url", "http://127.0.0.1/", "scope", "all"), "scope",
                        Map.of("url", "http://127.0.0.1/", "scope", "rooms"), "rooms",
                        Map.of("url", "http://127.0.0.1/", "events", Arrays.asList("room.*", null)), "events",
                        Map.of("url", "http://127.0.0.1/", "rooms", Arrays.asList((Object) null)), "rooms",
                        Map.of("url", "http://127.0.0.1/", "colour", "red"), "colour")
                .forEach((body, field) -> {
                    Answer answer = owner.post(WEBHOOKS, body);
                    assertThat(answer.status()).as("%s", body).isEqualTo(400);
                    assertThat(answer.text("field")).as("%s", body).isEqualTo(field);
                });
        assertThat(nobody.post(WEBHOOKS, Map.of("url", "http://127.0.0.1/")).status())
                .isEqualTo(401);
        assertThat(nobody.get(WEBHOOKS).status()).isEqualTo(401);
        assertThat(owner.get(WEBHOOKS + "/none").status()).isEqualTo(404);
    }

    @Test
    void aWebhookIsItsOwnersAlone() {
        Rest owner = account("alone");
        String path =
                owner.post(WEBHOOKS, Map.of("url", receiver.url("/alone"))).header("Location");
        Rest other = account("alone-other");
        for (Rest stranger : List.of(other, root)) {
            assertThat(stranger.get(path).status()).isEqualTo(404);
            assertThat(stranger.patch(path, Map.of("enabled", false)).status()).isEqualTo(404);
            assertThat(stranger.delete(path).status()).isEqualTo(404);
            assertThat(stranger.post(path + "/secret", Map.of()).status()).isEqualTo(404);
            assertThat(stranger.post(path + "/test", Map.of()).status()).isEqualTo(404);
            assertThat(stranger.get(path + "/deliveries").status()).isEqualTo(404);
        }
        assertThat(other.get(WEBHOOKS).json().get("webhooks")).isEmpty();
        assertThat(owner.get(WEBHOOKS).json().get("webhooks")).hasSize(1);
        assertThat(owner.delete(path).status()).isEqualTo(204);
        assertThat(owner.get(path).status()).isEqualTo(404);
    }

    @Test
    void whoReadAnOlderOneDoesNotOverwriteTheNewerOne() {
        Rest owner = account("tags");
        Answer made = owner.post(WEBHOOKS, Map.of("url", receiver.url("/tags")));
        String path = made.header("Location");
        Answer changed =
                owner.patch(path, Map.of("events", List.of("chat.posted", "room.*")), "If-Match", made.header("ETag"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(texts(changed.json().get("events"))).containsExactly("chat.posted", "room.*");
        assertThat(changed.text("url")).isEqualTo(receiver.url("/tags"));
        assertThat(owner.patch(path, Map.of("enabled", false), "If-Match", made.header("ETag"))
                        .status())
                .isEqualTo(412);
        assertThat(owner.send("DELETE", path, "", "If-Match", made.header("ETag"))
                        .status())
                .isEqualTo(412);
        Answer off = owner.patch(path, Map.of("enabled", false));
        assertThat(off.text("disabledReason")).isEqualTo("by-hand");
        assertThat(owner.patch(path, Map.of("enabled", true)).json().has("disabledAt"))
                .isFalse();
    }

    @Test
    void oneKeyMakesOneWebhookAndThereIsALimit() {
        Rest owner = account("keys");
        var body = Map.of("url", receiver.url("/keys"));
        Answer first = owner.post(WEBHOOKS, body, "Idempotency-Key", "k");
        Answer again = owner.post(WEBHOOKS, body, "Idempotency-Key", "k");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(owner.post(WEBHOOKS, Map.of("url", receiver.url("/other")), "Idempotency-Key", "k")
                        .status())
                .isEqualTo(422);
        assertThat(owner.post("/api/v1/rooms", Map.of("name", "x"), "Idempotency-Key", "k")
                        .status())
                .isEqualTo(422);
        for (int i = 1; i < 20; i++) {
            assertThat(owner.post(WEBHOOKS, body).status()).isEqualTo(201);
        }
        assertThat(owner.post(WEBHOOKS, body).status()).isEqualTo(409);
    }

    @Test
    void twoSecretsAreGoodWhileTheyChange() {
        Rest owner = account("secrets");
        Answer made = owner.post(WEBHOOKS, Map.of("url", receiver.url("/secrets")));
        String path = made.header("Location");
        Answer rotated = owner.post(path + "/secret", Map.of("overlapSeconds", 3600));
        assertThat(rotated.text("secret")).isNotEqualTo(made.text("secret"));
        assertThat(rotated.json().has("previousSecretUntil")).isTrue();
        owner.post(path + "/test", Map.of());
        Receiver.Received both = receiver.received("/secrets").getFirst();
        assertThat(both.signatures().split(" ")).hasSize(2);
        assertThat(both.isSignedWith(made.text("secret"))).isTrue();
        assertThat(both.isSignedWith(rotated.text("secret"))).isTrue();

        Answer last = owner.post(path + "/secret", Map.of("overlapSeconds", 0));
        owner.post(path + "/test", Map.of());
        Receiver.Received one = receiver.received("/secrets").getLast();
        assertThat(one.signatures().split(" ")).hasSize(1);
        assertThat(one.isSignedWith(last.text("secret"))).isTrue();
        assertThat(one.isSignedWith(rotated.text("secret"))).isFalse();
        assertThat(owner.post(path + "/secret", Map.of("overlapSeconds", -1)).text("field"))
                .isEqualTo("overlapSeconds");
    }

    @Test
    void testsAndRedeliveriesSayHowTheyWent() {
        Rest owner = account("tests");
        String path =
                owner.post(WEBHOOKS, Map.of("url", receiver.url("/tests"))).header("Location");
        Answer test = owner.post(path + "/test", Map.of());
        assertThat(test.json().get("delivered").asBoolean()).isTrue();
        assertThat(test.json().get("status").asInt()).isEqualTo(204);
        assertThat(owner.post(path + "/deliveries/" + test.text("id") + "/redeliver", Map.of())
                        .status())
                .isEqualTo(409);
        receiver.answerWith(request -> request.path().equals("/tests") ? 500 : 204);
        try {
            Answer failed = owner.post(path + "/test", Map.of());
            assertThat(failed.json().get("delivered").asBoolean()).isFalse();
            assertThat(failed.text("response")).isEqualTo("status 500");
        } finally {
            receiver.answerWith(request -> 204);
        }
        owner.room("New");
        Eventually.isTrue("it came", () -> receiver.received("/tests").size() == 3);
        Receiver.Received original = receiver.received("/tests").getLast();
        Eventually.isTrue("it is written down", () -> deliveries(owner, path).size() == 3);
        JsonNode delivery = deliveries(owner, path).get(0);
        assertThat(delivery.get("cause").asText()).isEqualTo("event");
        Answer again = owner.post(path + "/deliveries/" + delivery.get("id").asText() + "/redeliver", Map.of());
        assertThat(again.text("cause")).isEqualTo("redelivery");
        assertThat(again.text("message")).isEqualTo(original.id());
        assertThat(receiver.received("/tests").getLast().id()).isEqualTo(original.id());
        assertThat(receiver.received("/tests").getLast().body()).isEqualTo(original.body());
        assertThat(owner.post(path + "/deliveries/none/redeliver", Map.of()).status())
                .isEqualTo(404);
    }

    @Test
    void anEndpointThatIsGoneShowsAndItsOwnersOtherOneIsTold() {
        Rest owner = account("gone");
        String path = owner.post(WEBHOOKS, Map.of("url", receiver.url("/gone"))).header("Location");
        owner.post(WEBHOOKS, Map.of("url", receiver.url("/told"), "events", List.of("webhook.disabled")));
        receiver.answerWith(request -> request.path().equals("/gone") ? 410 : 204);
        try {
            owner.room("New");
            Eventually.isTrue(
                    "it is off", () -> !owner.get(path).json().get("enabled").asBoolean());
            assertThat(owner.get(path).text("disabledReason")).isEqualTo("gone");
            Eventually.isTrue(
                    "the other knows", () -> !receiver.received("/told").isEmpty());
            assertThat(receiver.received("/told")
                            .getFirst()
                            .json()
                            .at("/data/webhook")
                            .asText())
                    .isEqualTo(path.substring(path.lastIndexOf('/') + 1));
        } finally {
            receiver.answerWith(request -> 204);
        }
    }

    @Test
    void theDeliveryLogComesInPages() {
        Rest owner = account("pages");
        String path =
                owner.post(WEBHOOKS, Map.of("url", receiver.url("/pages"))).header("Location");
        for (int i = 0; i < 53; i++) {
            owner.post(path + "/test", Map.of());
        }
        Answer first = owner.get(path + "/deliveries");
        Answer second = owner.get(path + "/deliveries?after=" + first.text("next"));
        assertThat(first.json().get("deliveries")).hasSize(50);
        assertThat(second.json().get("deliveries")).hasSize(3);
        assertThat(second.json().has("next")).isFalse();
        assertThat(owner.get(path + "/deliveries?after=none").status()).isEqualTo(400);
    }

    @Test
    void whatAWebhookMayNotHearAnyMoreIsNotSentToItAgain() {
        String path = root.post(
                        WEBHOOKS,
                        Map.of("url", receiver.url("/narrowed"), "scope", "server", "events", List.of("room.*")))
                .header("Location");
        String own = root.room("Own");
        String other = account("narrowed").room("Somebody else's");
        Eventually.isTrue(
                "it heard of both",
                () -> deliveries(root, path).findValuesAsText("room").containsAll(List.of(own, other)));
        assertThat(root.patch(path, Map.of("enabled", false, "rooms", List.of(own)))
                        .status())
                .isEqualTo(200);
        for (JsonNode delivery : deliveries(root, path)) {
            boolean ofOwn = delivery.get("room").asText().equals(own);
            assertThat(root.post(path + "/deliveries/" + delivery.get("id").asText() + "/redeliver", Map.of())
                            .status())
                    .isEqualTo(ofOwn ? 200 : 409);
        }
    }

    @Test
    void requestsByHandFillNoDisk() {
        Rest owner = account("by-hand");
        String path =
                owner.post(WEBHOOKS, Map.of("url", receiver.url("/by-hand"))).header("Location");
        int taken = 0;
        Answer last = owner.post(path + "/test", Map.of());
        while (last.status() == 200 && taken < 200) {
            taken++;
            last = owner.post(path + "/test", Map.of());
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(receiver.received("/by-hand")).hasSize(taken);
    }

    private Rest account(String name) {
        accounts.add(name, Rest.PASSWORD, false);
        return nobody.signedIn(name);
    }

    private static JsonNode deliveries(Rest owner, String path) {
        return owner.get(path + "/deliveries").json().get("deliveries");
    }

    private List<String> rooms(String path, String type) {
        return receiver.received(path).stream()
                .map(Receiver.Received::json)
                .filter(body -> body.get("type").asText().equals(type))
                .map(body -> body.at("/data/room").asText())
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
