package dev.moim.signaling.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/// Sends requests as one caller. Every answer is held against the API's description.
final class Rest {
    static final String PASSWORD = "correct horse battery staple";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;
    private final Optional<String> token;

    private Rest(URI base, Optional<String> token) {
        this.base = base;
        this.token = token;
    }

    /// A caller without a token.
    static Rest anonymous(EmbeddedServer server) {
        return new Rest(URI.create("http://127.0.0.1:" + server.getPort()), Optional.empty());
    }

    Rest with(String bearer) {
        return new Rest(base, Optional.of(bearer));
    }

    /// The caller after a sign-in with the password of every test account.
    Rest signedIn(String name) {
        return with(login(name, PASSWORD).text("accessToken"));
    }

    Answer login(String name, String password) {
        return post("/api/v1/auth/login", Map.of("username", name, "password", password));
    }

    /// A new room of the caller's, as its id.
    String room(String name) {
        return post("/api/v1/rooms", Map.of("name", name)).text("id");
    }

    String token() {
        return token.orElseThrow();
    }

    URI uri(String path) {
        return base.resolve(path);
    }

    Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /// A page for people, which the API's description does not know.
    Answer page(String path) {
        return unchecked("GET", path, "");
    }

    /// A part of a JSON file, which is no JSON by itself.
    Answer part(String path, String range) {
        return unchecked("GET", path, "", "Range", range);
    }

    Answer delete(String path) {
        return send("DELETE", path, "");
    }

    Answer post(String path, Object body, String... headers) {
        return json("POST", path, body, headers);
    }

    Answer patch(String path, Object body, String... headers) {
        return json("PATCH", path, body, headers);
    }

    /// @param headers names and values in turn
    Answer send(String method, String path, String body, String... headers) {
        Answer answer = unchecked(method, path, body, headers);
        OpenApi.check(method, path, answer);
        return answer;
    }

    private Answer unchecked(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(uri(path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Answer json(String method, String path, Object body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        try {
            return send(method, path, Answer.JSON.writeValueAsString(body), all);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
