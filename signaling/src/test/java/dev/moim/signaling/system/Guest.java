package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// Someone in the room without media.
final class Guest implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<String> participant = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private Guest(ServerProcess server, String room, String name) {
        String token = server.roomToken(room, name, "participant");
        socket = HTTP.newWebSocketBuilder()
                .subprotocols("moim.v1", "bearer." + token)
                .buildAsync(
                        URI.create(server.url("/api/v1/rooms/" + room + "/signaling")
                                .replaceFirst("http", "ws")),
                        this)
                .join();
    }

    static Guest join(ServerProcess server, String room, String name) {
        var guest = new Guest(server, room, name);
        guest.socket
                .sendText("{\"type\":\"join\",\"name\":\"" + name + "\"}", true)
                .join();
        guest.participant();
        return guest;
    }

    String participant() {
        return participant.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            JsonNode message = Json.parse(text.toString());
            text.setLength(0);
            if (message.get("type").asText().equals("joined")) {
                participant.complete(message.get("participant").asText());
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
        socket.sendText("{\"type\":\"leave\"}", true).join();
        closed.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
