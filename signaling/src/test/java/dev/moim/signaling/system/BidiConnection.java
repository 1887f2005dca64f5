package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Commands and answers of WebDriver BiDi over a WebSocket.
final class BidiConnection implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private @Nullable WebSocket socket;

    static BidiConnection open(HttpClient client, URI uri) {
        var connection = new BidiConnection();
        connection.socket = client.newWebSocketBuilder()
                .buildAsync(uri, connection.new Listener())
                .join();
        return connection;
    }

    /// The command's result.
    ///
    /// @throws AssertionError when the browser answers with an error or not at all
    JsonNode call(String method, Map<String, Object> parameters) {
        long id = ids.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        waiting.put(id, answer);
        if (socket == null) {
            throw new AssertionError("the connection is open before the first call");
        }
        socket.sendText(Json.text(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        JsonNode message = answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        if (message.path("type").asText().equals("error")) {
            throw new AssertionError(method + ": " + message.path("message").asText());
        }
        return message.get("result");
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = Json.parse(text.toString());
                text.setLength(0);
                var answer = waiting.remove(message.path("id").asLong(-1));
                if (answer != null) {
                    answer.complete(message);
                }
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
            waiting.values().forEach(answer -> answer.completeExceptionally(new AssertionError("the browser ended")));
            return null;
        }
    }
}
