package dev.moim.signaling.loadtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What a load test needs of the server's REST API: sign in, make a room, get tokens for it. Any thread.
public final class ServerApi {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http;
    private final URI server;
    private final Optional<String> accessToken;

    /// @param server for example `http://localhost:8080`
    /// @param accessToken of a person; without one everything is done as a guest
    public ServerApi(HttpClient http, URI server, Optional<String> accessToken) {
        this.http = http;
        this.server = server;
        this.accessToken = accessToken;
    }

    /// @throws JoinException when the server refuses or cannot be reached, also from the other methods
    public ServerApi signIn(String name, String password) throws InterruptedException {
        JsonNode tokens = post("/api/v1/auth/login", Map.of("username", name, "password", password));
        return new ServerApi(http, server, Optional.of(text(tokens, "accessToken")));
    }

    /// @param places the most participants it takes
    /// @return its id
    public String createRoom(String name, int places) throws InterruptedException {
        return text(post("/api/v1/rooms", Map.of("name", name, "maxParticipants", places)), "id");
    }

    public String roomToken(String room, String name) throws InterruptedException {
        return text(post("/api/v1/rooms/" + room + "/tokens", Map.of("name", name)), "token");
    }

    private static String text(JsonNode answer, String property) {
        if (!answer.path(property).isTextual()) {
            throw new JoinException("the server's answer has no " + property);
        }
        return answer.path(property).textValue();
    }

    private JsonNode post(String path, Map<String, Object> body) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(server.resolve(path))
                    .timeout(LIMIT)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
            accessToken.ifPresent(token -> request.header("Authorization", "Bearer " + token));
            var response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new JoinException("POST " + path + " was answered with " + response.statusCode());
            }
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new JoinException("POST " + path + " was not answered with JSON", e);
        } catch (IOException e) {
            throw new JoinException("POST " + path + ": the server cannot be reached", e);
        }
    }
}
