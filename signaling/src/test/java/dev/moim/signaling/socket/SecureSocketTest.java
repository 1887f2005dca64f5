package dev.moim.signaling.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

/// The same channel under TLS, with a client that is not ours.
class SecureSocketTest {
    @Test
    void aMeetingOverTls() throws Exception {
        try (TestServer server = TestServer.start(Map.of(
                        "micronaut.server.ssl.enabled", true,
                        "micronaut.server.ssl.build-self-signed", true,
                        "micronaut.server.ssl.port", -1));
                HttpClient client =
                        HttpClient.newBuilder().sslContext(trusting()).build()) {
            var listener = new Listener();
            WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols("moim.v1", "bearer.good-participant-mina")
                    .buildAsync(
                            URI.create("wss://localhost:" + server.port() + "/api/v1/rooms/r-1/signaling"), listener)
                    .get(10, TimeUnit.SECONDS);
            assertThat(socket.getSubprotocol()).isEqualTo("moim.v1");
            socket.sendText("{\"type\":\"join\",\"name\":\"Mina\"}", true).get(5, TimeUnit.SECONDS);
            assertThat(listener.texts.poll(5, TimeUnit.SECONDS)).contains("\"type\":\"joined\"");
            socket.sendText("{\"type\":\"leave\"}", true).get(5, TimeUnit.SECONDS);
            assertThat(listener.closed.get(5, TimeUnit.SECONDS)).isEqualTo(1000);
        }
    }

    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        return context;
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

    /// The certificate is made for the test and nobody signed it.
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
