package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.Eventually;
import dev.moim.signaling.auth.Accounts;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Connections that take and do not give end, and everyone else is served meanwhile.
class IntakeTest extends RestTest {
    private static final int CONNECTIONS = 40;

    @Inject
    EmbeddedServer server;

    @Inject
    Accounts accounts;

    private Rest owner;

    @Override
    Map<String, String> settings() {
        return Map.of(
                "moim.http.request-limit", "1s",
                "moim.http.connections-per-caller", String.valueOf(CONNECTIONS),
                "moim.alerts.heartbeat", "300ms");
    }

    @BeforeAll
    void people() {
        accounts.add("owner", Rest.PASSWORD, false);
        owner = Rest.anonymous(server).signedIn("owner");
    }

    @Test
    void aBodyThatNeverEndsIsGivenUp() throws IOException {
        try (Socket slow = open(post("Content-Length: 60000") + "x".repeat(50_000))) {
            assertThat(owner.room("Meanwhile")).isNotEmpty();
            assertThat(answer(slow)).isEmpty();
        }
    }

    @Test
    void aHeadThatNeverEndsIsGivenUp() throws IOException {
        try (Socket slow = open("GET /health HTTP/1.1\r\nHost: moim.test\r\nX-Slow: ")) {
            assertThat(answer(slow)).isEmpty();
        }
    }

    @Test
    void aBodyAboveTheLimitIsRefused() {
        assertThat(owner.post("/api/v1/rooms", Map.of("name", "x".repeat(65_536)))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void oneCallerHasOnlySoManyConnections() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            boolean refused = false;
            while (!refused && idle.size() <= CONNECTIONS) {
                idle.add(open("GET /health HTTP/1.1\r\nHost: moim.test\r\n\r\n"));
                refused = !isServed(idle.getLast());
            }
            assertThat(refused).isTrue();
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
        Eventually.isTrue("a place is free", () -> {
            try (Socket next = open("GET /health HTTP/1.1\r\nHost: moim.test\r\n\r\n")) {
                return isServed(next);
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void anEventStreamLivesOn() throws IOException {
        String room = owner.room("Stream");
        try (var stream = new RawStream(
                server.getPort(), "/api/v1/rooms/" + room + "/events", "Authorization: Bearer " + owner.token())) {
            assertThat(stream.head().getFirst()).contains("200");
            int heartbeats = 0;
            while (heartbeats < 8) {
                heartbeats += stream.line().startsWith(":") ? 1 : 0;
            }
        }
    }

    @Test
    void aKeptConnectionIsServedAgainAndAgain() throws IOException {
        try (Socket kept = open("")) {
            for (int i = 0; i < 30; i++) {
                send(kept, "GET /health HTTP/1.1\r\nHost: moim.test\r\n\r\n");
                assertThat(isServed(kept)).isTrue();
            }
        }
    }

    @Test
    void aRequestNamesOneHost() throws IOException {
        for (String hosts : List.of("", "Host: a\r\nHost: b\r\n")) {
            try (Socket socket = open("GET /health HTTP/1.1\r\n" + hosts + "\r\n")) {
                assertThat(answer(socket))
                        .startsWith("HTTP/1.1 400 ")
                        .contains("application/problem+json")
                        .contains("Host");
            }
        }
    }

    private static String post(String header) {
        return "POST /api/v1/auth/login HTTP/1.1\r\nHost: moim.test\r\nContent-Type: application/json\r\n" + header
                + "\r\n\r\n";
    }

    private Socket open(String text) throws IOException {
        var socket = new Socket("127.0.0.1", server.getPort());
        socket.setSoTimeout(8_000);
        send(socket, text);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (SocketException closed) {
            // The reader will see it.
        }
    }

    /// Everything until the server ends the connection.
    private static String answer(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException reset) {
            return "";
        }
    }

    /// Reads one answer of the health check.
    private static boolean isServed(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] seen = new byte[8192];
        int length = 0;
        try {
            while (true) {
                int next = in.read();
                if (next < 0) {
                    return false;
                }
                seen[length++] = (byte) next;
                String text = new String(Arrays.copyOf(seen, length), StandardCharsets.US_ASCII);
                if (text.endsWith("{\"status\":\"UP\"}")) {
                    return text.startsWith("HTTP/1.1 200 ");
                }
            }
        } catch (SocketException reset) {
            return false;
        }
    }
}
