package dev.moim.signaling.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever may not have a connection learns it by an HTTP status, before there is one.
class HandshakeTest {
    private static final String GOOD = RawClient.request("r-1", "good-participant-mina");

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of("moim.allowed-origins", "https://meet.example.org"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of("good", 101, GOOD),
                Arguments.of("own origin", 101, GOOD + "Origin: https://moim.test\n"),
                Arguments.of("allowed origin", 101, GOOD + "Origin: https://meet.example.org\n"),
                Arguments.of("no slash missing in a query", 101, GOOD.replace("signaling HTTP", "signaling?a=b HTTP")),
                Arguments.of(
                        "subprotocols in two headers",
                        101,
                        GOOD.replace("moim.v1, bearer", "moim.v1\nSec-WebSocket-Protocol: bearer")),
                Arguments.of("foreign origin", 403, GOOD + "Origin: https://evil.test\n"),
                Arguments.of("no origin in particular", 403, GOOD + "Origin: null\n"),
                Arguments.of("two origins", 403, GOOD + "Origin: https://moim.test\nOrigin: https://evil.test\n"),
                Arguments.of("forged token", 401, RawClient.request("r-1", "forged")),
                Arguments.of("empty token", 401, RawClient.request("r-1", "")),
                Arguments.of("no subprotocol", 401, GOOD.replaceAll("Sec-WebSocket-Protocol.*\n", "")),
                Arguments.of("no token", 401, GOOD.replaceAll(", bearer.*\n", "\n")),
                Arguments.of("two tokens", 401, GOOD.replace("moim.v1,", "moim.v1, bearer.x,")),
                Arguments.of("no room of that name", 401, GOOD.replace("r-1", "r..1")),
                Arguments.of("no such room", 404, RawClient.request("gone-1", "good-participant-mina")),
                Arguments.of("unknown subprotocol", 400, GOOD.replace("moim.v1", "moim.v9")),
                Arguments.of("old version", 426, GOOD.replace("Version: 13", "Version: 8")),
                Arguments.of("version to come", 426, GOOD.replace("Version: 13", "Version: 14")),
                Arguments.of("no version", 400, GOOD.replaceAll("Sec-WebSocket-Version.*\n", "")),
                Arguments.of("no key", 400, GOOD.replaceAll("Sec-WebSocket-Key.*\n", "")),
                Arguments.of("empty key", 400, GOOD.replaceAll("Key: .*\n", "Key: \n")),
                Arguments.of("short key", 400, GOOD.replaceAll("Key: .*\n", "Key: AAAA\n")),
                Arguments.of(
                        "key that is not base64", 400, GOOD.replaceAll("Key: .*\n", "Key: ????????????????????????\n")),
                Arguments.of("two keys", 400, GOOD + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"),
                Arguments.of("no upgrade", 400, GOOD.replaceAll("Upgrade: .*\n", "")),
                Arguments.of("upgrade to something else", 400, GOOD.replace("Upgrade: websocket", "Upgrade: h2c")),
                Arguments.of("no connection header", 400, GOOD.replaceAll("Connection: .*\n", "")),
                Arguments.of("connection without upgrade", 400, GOOD.replace("keep-alive, Upgrade", "keep-alive")),
                Arguments.of("POST", 400, GOOD.replace("GET", "POST")),
                Arguments.of("PUT", 400, GOOD.replace("GET", "PUT")),
                Arguments.of("DELETE", 400, GOOD.replace("GET", "DELETE")),
                Arguments.of("HTTP/1.0", 400, GOOD.replace("HTTP/1.1", "HTTP/1.0")),
                Arguments.of("no host", 400, GOOD.replaceAll("Host: .*\n", "")),
                Arguments.of("a body", 400, GOOD + "Content-Length: 3\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("requests")
    void answersBeforeThereIsAConnection(String what, int status, String request) throws IOException {
        try (RawClient client = server.connect()) {
            String answer = client.http(request);
            assertThat(answer).as(what).startsWith("HTTP/1.1 " + status + " ");
            assertThat(answer.toLowerCase(Locale.ROOT))
                    .doesNotContain("bearer.")
                    .doesNotContain("good-");
            if (status == 426) {
                assertThat(answer.toLowerCase(Locale.ROOT)).contains("sec-websocket-version: 13");
            }
        }
    }

    @Test
    void otherPathsGoToTheServersOwnFilters() throws IOException {
        try (RawClient client = server.connect()) {
            // Good in everything but its path: what answers here is not the signaling channel.
            String answer = client.http(GOOD.replace("/signaling", "/signalling"));
            assertThat(answer)
                    .startsWith("HTTP/1.1 ")
                    .doesNotStartWith("HTTP/1.1 101")
                    .doesNotStartWith("HTTP/1.1 400");
        }
    }

    @Test
    void aConnectionThatCarriedAnotherRequestMayBeUpgraded() throws IOException {
        try (RawClient client = server.connect()) {
            client.http("GET /nothing HTTP/1.1\nHost: moim.test\n");
            client.handshake("r-1", "good-participant-mina");
            assertThat(client.join("Mina").get("n").longValue()).isEqualTo(1);
        }
    }

    @Test
    void whoTalksBeforeTheAnswerGetsNoConnection() throws IOException {
        try (RawClient client = server.connect()) {
            client.raw((GOOD.replace("\n", "\r\n") + "\r\nGET / HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aKickedTokenOpensNothing() throws IOException {
        server.bean(FakeHouse.class).revoked.add("good-participant-kicked");
        try (RawClient client = server.connect()) {
            assertThat(client.http(RawClient.request("r-1", "good-participant-kicked")))
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void tooManyConnectionsAreRefused() throws IOException {
        try (TestServer small = TestServer.start(Map.of("moim.signaling.max-connections", 1));
                RawClient first = small.open("participant", "one")) {
            try (RawClient second = small.connect()) {
                assertThat(second.http(GOOD)).startsWith("HTTP/1.1 503 ");
            }
            first.drop();
            // The place is free as soon as the server has seen the end.
            Eventually.isTrue(
                    "the place is free",
                    () -> small.bean(ConnectionLimits.class).open() == 0);
            try (RawClient third = small.connect()) {
                assertThat(third.http(GOOD)).startsWith("HTTP/1.1 101 ");
            }
        }
    }

    @Test
    void anAddressThatConnectsTooFastIsRefused() throws IOException {
        try (TestServer strict = TestServer.start(
                        Map.of("moim.signaling.connection-burst", 2, "moim.signaling.connections-per-second", 0.001));
                RawClient one = strict.connect();
                RawClient two = strict.connect();
                RawClient three = strict.connect()) {
            assertThat(one.http(GOOD)).startsWith("HTTP/1.1 101 ");
            assertThat(two.http(GOOD)).startsWith("HTTP/1.1 101 ");
            assertThat(three.http(GOOD)).startsWith("HTTP/1.1 503 ");
        }
    }
}
