package dev.moim.signaling.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// Someone in a room, through the JDK's WebSocket and without media.
final class Guest implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String token;
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<JsonNode> joined = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private Guest(Rest rest, String room, String token) {
        this.token = token;
        this.socket = open(rest, room, token, this);
    }

    static Guest join(Rest rest, String room, String name) {
        String token = rest.post("/api/v1/rooms/" + room + "/tokens", Map.of("name", name))
                .text("token");
        var guest = new Guest(rest, room, token);
        guest.socket
                .sendText("{\"type\":\"join\",\"name\":\"" + name + "\"}", true)
                .join();
        guest.participant();
        return guest;
    }

    /// What the server says to the handshake; 101 when it opens.
    static int handshakeStatus(Rest rest, String room, String token) {
        try {
            open(rest, room, token, new WebSocket.Listener() {}).abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    String participant() {
        return joined.orTimeout(10, TimeUnit.SECONDS).join().get("participant").asText();
    }

    /// The first of the relays that `joined` names.
    JsonNode relay() {
        return joined.orTimeout(10, TimeUnit.SECONDS).join().at("/iceServers/0");
    }

    void chat(String line) {
        socket.sendText("{\"type\":\"chat\",\"clientMessageId\":\"c-1\",\"text\":\"" + line + "\"}", true)
                .join();
    }

    String token() {
        return token;
    }

    int closeCode() {
        return closed.orTimeout(10, TimeUnit.SECONDS).join();
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            JsonNode message = parse(text.toString());
            text.setLength(0);
            if (message.get("type").asText().equals("joined")) {
                joined.complete(message);
            }
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        if (isOpen()) {
            socket.sendText("{\"type\":\"leave\"}", true).join();
            closed.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private static WebSocket open(Rest rest, String room, String token, WebSocket.Listener listener) {
        URI uri = URI.create(
                rest.uri("/api/v1/rooms/" + room + "/signaling").toString().replaceFirst("http", "ws"));
        return HTTP.newWebSocketBuilder()
                .subprotocols("moim.v1", "bearer." + token)
                .buildAsync(uri, listener)
                .join();
    }

    private static JsonNode parse(String json) {
        try {
            return Answer.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
