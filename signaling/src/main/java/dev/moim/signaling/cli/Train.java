package dev.moim.signaling.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moim.signaling.auth.Accounts;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/// A short life of the server for the JVM to watch: the start script records it into an AOT cache (JEP 514), so that
/// real starts, sign-ins and joins find their classes loaded and linked.
@Command(name = "train", hidden = true, description = "Start, answer a few requests, end.")
final class Train implements Callable<Integer> {
    private static final List<String> PATHS = List.of("/health", "/", "/prometheus", "/api/v1/auth/me", "/openapi.yml");
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String NAME = "train";
    private static final String PASSWORD = "only for this moment";

    @Override
    public Integer call() throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("moim-train");
        try (var context = ApplicationContext.builder()
                        .banner(false)
                        .deduceEnvironment(false)
                        .properties(Map.of(
                                "micronaut.server.port", -1, "moim.udp-port", 0, "moim.data", directory.toString()))
                        .start();
                var client = HttpClient.newHttpClient()) {
            var server = context.getBean(EmbeddedServer.class);
            server.start();
            context.getBean(Accounts.class).add(NAME, PASSWORD, true);
            new Visit(client, "localhost:" + server.getPort(), context.getBean(ObjectMapper.class)).make();
            client.shutdownNow();
        } finally {
            delete(directory);
        }
        return 0;
    }

    /// What a first user does.
    private record Visit(HttpClient client, String host, ObjectMapper json) {
        void make() throws IOException, InterruptedException {
            for (var path : PATHS) {
                client.send(request(path).build(), HttpResponse.BodyHandlers.discarding());
            }
            String access =
                    post("/api/v1/auth/login", Map.of("username", NAME, "password", PASSWORD), "", "accessToken");
            String room = post("/api/v1/rooms", Map.of("name", NAME), access, "id");
            String token = post("/api/v1/rooms/" + room + "/tokens", Map.of("name", NAME), access, "token");
            join(room, token);
        }

        private void join(String room, String token) {
            var answered = new CompletableFuture<String>();
            var socket = client.newWebSocketBuilder()
                    .subprotocols("moim.v1", "bearer." + token)
                    .buildAsync(URI.create("ws://" + host + "/api/v1/rooms/" + room + "/signaling"), listener(answered))
                    .join();
            socket.sendText("{\"type\":\"join\",\"name\":\"" + NAME + "\"}", true)
                    .join();
            answered.orTimeout(10, TimeUnit.SECONDS).join();
            // Nobody waits for the answer: the client's own end would, for ever.
            socket.abort();
        }

        private static WebSocket.Listener listener(CompletableFuture<String> answered) {
            return new WebSocket.Listener() {
                @Override
                public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                    answered.complete(data.toString());
                    return CompletableFuture.completedFuture(null);
                }
            };
        }

        private String post(String path, Map<String, String> body, String token, String wanted)
                throws IOException, InterruptedException {
            var request = request(path)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            return json.readTree(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path(wanted)
                    .asText();
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create("http://" + host + path)).timeout(LIMIT);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
