package dev.moim.signaling.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moim.signaling.auth.Accounts;
import dev.moim.signaling.loadtest.LoadMeeting;
import dev.moim.signaling.loadtest.LoadSettings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/// A short life of the server for the JVM to watch: the start script records it into an AOT cache (JEP 514), so that
/// real starts, sign-ins and joins find their classes loaded and linked. It keeps to itself: loopback only, a database
/// of its own whatever the environment says, and a password that nobody knows.
@Command(name = "train", hidden = true, description = "Start, answer a few requests, end.")
final class Train implements Callable<Integer> {
    private static final List<String> PATHS = List.of("/health", "/", "/prometheus", "/api/v1/auth/me", "/openapi.yml");

    /// Each browser that comes in needs the same: seen often enough, the JVM compiles it early in a real life.
    private static final int MEETINGS = 4;

    private static final Duration MEETING = Duration.ofMillis(400);
    private static final int PARTICIPANTS = 2;

    /// As many as the web client asks for.
    private static final int AUDIO_SLOTS = 3;

    private static final int VIDEO_SLOTS = 9;
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String NAME = "train";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String PASSWORD = UUID.randomUUID().toString();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("moim-train");
        try (var context = ApplicationContext.builder()
                        .banner(false)
                        .deduceEnvironment(false)
                        // The operator's settings lead to the operator's database and broker.
                        .environmentPropertySource(false)
                        .properties(Map.of(
                                "micronaut.server.host",
                                LOOPBACK,
                                "micronaut.server.port",
                                -1,
                                "moim.bind-address",
                                LOOPBACK,
                                "moim.public-address",
                                LOOPBACK,
                                "moim.udp-port",
                                0,
                                "moim.data",
                                directory.toString()))
                        .start();
                var client = HttpClient.newHttpClient()) {
            var server = context.getBean(EmbeddedServer.class);
            server.start();
            context.getBean(Accounts.class).add(NAME, PASSWORD, true);
            new Visit(client, LOOPBACK + ":" + server.getPort(), context.getBean(ObjectMapper.class)).make();
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
            for (int i = 0; i < MEETINGS; i++) {
                meet(room, access);
            }
        }

        /// Two who see each other: offers and answers, checks, handshakes, packets both ways.
        private void meet(String room, String access) throws IOException, InterruptedException {
            var settings = new LoadSettings(
                    URI.create("http://" + host), PARTICIPANTS, 0, AUDIO_SLOTS, VIDEO_SLOTS, Duration.ofMillis(100));
            LoadMeeting.Door door = name -> token(room, name, access);
            try (var meeting = LoadMeeting.join(settings, room, door, client)) {
                if (!meeting.failures().isEmpty()) {
                    throw new IOException("nobody came in: " + meeting.failures());
                }
                TimeUnit.MILLISECONDS.sleep(MEETING.toMillis());
            }
        }

        private String token(String room, String name, String access) throws InterruptedException {
            try {
                return post("/api/v1/rooms/" + room + "/tokens", Map.of("name", name), access, "token");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
