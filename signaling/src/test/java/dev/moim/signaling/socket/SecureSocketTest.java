package dev.moim.signaling.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.gateway.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The same channel under TLS, with a client that is not ours.
class SecureSocketTest {
    @Test
    void aMeetingOverTls() throws Exception {
        try (TestServer server = TestServer.start(Map.of(
                        "micronaut.server.ssl.enabled", true,
                        "micronaut.server.ssl.build-self-signed", true,
                        "micronaut.server.ssl.port", -1));
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(TestCertificate.trustAnyone())
                        .build()) {
            var listener = new Listener();
            WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols("moim.v1", "bearer.good-participant-mina")
                    .buildAsync(
                            URI.create("wss://localhost:" + server.port() + "/api/v1/rooms/r-1/signaling"), listener)
                    .get(60, TimeUnit.SECONDS);
            assertThat(socket.getSubprotocol()).isEqualTo("moim.v1");
            socket.sendText("{\"type\":\"join\",\"name\":\"Mina\"}", true).get(60, TimeUnit.SECONDS);
            assertThat(listener.texts.poll(60, TimeUnit.SECONDS)).contains("\"type\":\"joined\"");
            socket.sendText("{\"type\":\"leave\"}", true).get(60, TimeUnit.SECONDS);
            assertThat(listener.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1000);
        }
    }

    private static final class Listener implements WebSocket.Listener {
        final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            texts.add(data.toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }
    }
}
