package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moim.signaling.Eventually;
import dev.moim.signaling.auth.Accounts;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Credentials for the relay, and what they are worth.
class RelayTest extends RestTest {
    private static final Pattern URL = Pattern.compile("turn:[0-9.]+:(\\d+)\\?transport=(udp|tcp)");

    @Inject
    EmbeddedServer server;

    @Inject
    Accounts accounts;

    private Rest owner;
    private Rest nobody;

    @BeforeAll
    void people() {
        accounts.add("owner", Rest.PASSWORD, false);
        nobody = Rest.anonymous(server);
        owner = nobody.signedIn("owner");
    }

    @Test
    void whoMayEnterIsToldHowToReachTheRelay() throws IOException {
        String room = owner.room("Weekly");
        JsonNode relay = relay(room);
        assertThat(relay.get("username").asText()).matches("\\d{10}:" + Pattern.quote(room) + "/.+");
        assertThat(urls(relay)).allMatch(url -> URL.matcher(url).matches());
        try (RelayClient udp = udp(relay);
                RelayClient tcp = tcp(relay)) {
            assertThat(udp.ask(RelayClient.ALLOCATE)).isZero();
            assertThat(udp.ask(RelayClient.REFRESH)).isZero();
            assertThat(tcp.ask(RelayClient.ALLOCATE)).isZero();
            assertThat(tcp.ask(RelayClient.REFRESH)).isZero();
        }
        try (var mina = Guest.join(nobody, room, "Mina");
                RelayClient udp = udp(mina.relay())) {
            assertThat(udp.ask(RelayClient.ALLOCATE)).isZero();
        }
    }

    @Test
    void nobodyElseIs() {
        assertThat(nobody.get("/api/v1/ice-servers").status()).isEqualTo(401);
        assertThat(owner.get("/api/v1/ice-servers").status()).isEqualTo(401);
        assertThat(nobody.with("nonsense").get("/api/v1/ice-servers").status()).isEqualTo(401);
    }

    @Test
    void aWrongPasswordIsWorthNothing() throws IOException {
        JsonNode relay = relay(owner.room("Weekly"));
        try (var client =
                RelayClient.udp(port(relay, "udp"), relay.get("username").asText(), "wrong")) {
            assertThat(client.ask(RelayClient.ALLOCATE)).isEqualTo(401);
        }
        String later = relay.get("username").asText().replaceFirst("\\d{10}", "9999999999");
        try (var client = RelayClient.udp(
                port(relay, "udp"), later, relay.get("credential").asText())) {
            assertThat(client.ask(RelayClient.ALLOCATE)).isEqualTo(401);
        }
    }

    @Test
    void whoIsSentAwayRelaysNoMore() throws IOException {
        String room = owner.room("Weekly");
        try (var mina = Guest.join(nobody, room, "Mina");
                var jun = Guest.join(nobody, room, "Jun");
                RelayClient ofMina = udp(mina.relay());
                RelayClient minaAgain = udp(mina.relay());
                RelayClient ofJun = udp(jun.relay())) {
            assertThat(ofMina.ask(RelayClient.ALLOCATE)).isZero();
            assertThat(ofJun.ask(RelayClient.ALLOCATE)).isZero();

            assertThat(owner.delete("/api/v1/rooms/" + room + "/participants/" + mina.participant())
                            .status())
                    .isEqualTo(204);
            mina.closeCode();
            Eventually.isTrue("Mina's allocation is over", () -> ofMina.ask(RelayClient.REFRESH) == 437);
            assertThat(minaAgain.ask(RelayClient.ALLOCATE)).isEqualTo(403);
            assertThat(ofJun.ask(RelayClient.REFRESH)).isZero();
        }
    }

    @Test
    void nobodyRelaysForARoomThatIsDeleted() throws IOException {
        String room = owner.room("Weekly");
        JsonNode relay = relay(room);
        JsonNode elsewhere = relay(owner.room("Other"));
        try (RelayClient early = tcp(relay);
                RelayClient late = udp(relay);
                RelayClient other = udp(elsewhere)) {
            assertThat(early.ask(RelayClient.ALLOCATE)).isZero();
            assertThat(other.ask(RelayClient.ALLOCATE)).isZero();
            assertThat(owner.delete("/api/v1/rooms/" + room).status()).isEqualTo(204);
            Eventually.isTrue("the allocation is over", () -> early.ask(RelayClient.REFRESH) == 437);
            assertThat(late.ask(RelayClient.ALLOCATE)).isEqualTo(403);
            assertThat(other.ask(RelayClient.REFRESH)).isZero();
        }
    }

    @Test
    void thePortStillServesPages() throws IOException {
        assertThat(nobody.get("/health").status()).isEqualTo(200);
        try (var socket = new Socket("127.0.0.1", server.getPort())) {
            // One byte after the other: a proxy may cut anywhere.
            for (byte one : "GET /health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(one);
                socket.getOutputStream().flush();
            }
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .containsIgnoringCase("200 OK");
        }
    }

    @Test
    void whatNobodyHereSpeaksIsHungUpOn() throws IOException {
        try (var socket = new Socket("127.0.0.1", server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("\u0000\u0001ssh, anyone?".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    private JsonNode relay(String room) {
        String token = nobody.post("/api/v1/rooms/" + room + "/tokens", Map.of("name", "Mina"))
                .text("token");
        return nobody.with(token).get("/api/v1/ice-servers").json().at("/iceServers/0");
    }

    private static RelayClient udp(JsonNode relay) throws IOException {
        return RelayClient.udp(
                port(relay, "udp"),
                relay.get("username").asText(),
                relay.get("credential").asText());
    }

    private static RelayClient tcp(JsonNode relay) throws IOException {
        return RelayClient.stream(
                new Socket("127.0.0.1", port(relay, "tcp")),
                relay.get("username").asText(),
                relay.get("credential").asText());
    }

    private static int port(JsonNode relay, String transport) {
        return urls(relay).stream()
                .map(URL::matcher)
                .filter(Matcher::matches)
                .filter(url -> url.group(2).equals(transport))
                .mapToInt(url -> Integer.parseInt(url.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> urls(JsonNode relay) {
        return Answer.JSON.convertValue(
                relay.get("urls"), Answer.JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }
}
