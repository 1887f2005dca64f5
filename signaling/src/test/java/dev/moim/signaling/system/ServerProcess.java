package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The packaged server as its own process on free ports, with a data folder that outlives a restart.
final class ServerProcess implements AutoCloseable {
    /// The first start after a build makes the cache of classes.
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    static final String PASSWORD = "correct horse battery staple";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path data;
    private final Path log;
    private final Path config;
    private final int port;
    private final int udpPort;
    private @Nullable Process process;
    private @Nullable String accessToken;

    /// Makes a data folder with one administrator and starts the server on it.
    ServerProcess() {
        this(true, Map.of());
    }

    /// @param settings besides the ports, as of a settings file
    ServerProcess(Map<String, String> settings) {
        this(true, settings);
    }

    /// A server that nobody has an account on.
    static ServerProcess fresh() {
        return new ServerProcess(false, Map.of());
    }

    private ServerProcess(boolean withAdministrator, Map<String, String> settings) {
        try {
            data = Files.createTempDirectory("moim-system");
            log = data.resolve("server.log");
            config = data.resolve("settings.properties");
            Files.write(
                    config,
                    settings.entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .toList());
            port = FreePort.tcp();
            udpPort = FreePort.udp();
            if (withAdministrator) {
                addAdministrator();
            }
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void addAdministrator() throws IOException, InterruptedException {
        Process add = moim("user", "add", "admin", "--admin", "--data", data.toString())
                .redirectOutput(log.toFile())
                .start();
        add.getOutputStream().write((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        add.getOutputStream().close();
        if (add.waitFor() != 0) {
            throw new AssertionError("no administrator: " + Files.readString(log));
        }
    }

    void start() throws IOException {
        process = moim(
                        "run",
                        "--port",
                        String.valueOf(port),
                        "--udp-port",
                        String.valueOf(udpPort),
                        "--data",
                        data.toString(),
                        "--config",
                        config.toString())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Instant end = Instant.now().plus(START_LIMIT);
        while (!healthy()) {
            if (Instant.now().isAfter(end) || !process.isAlive()) {
                throw new AssertionError("the server did not start: " + Files.readString(log));
            }
            Pause.briefly();
        }
    }

    /// Ends it as `kill -9` does.
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    long pid() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process.pid();
    }

    int udpPort() {
        return udpPort;
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    int port() {
        return port;
    }

    /// Where it keeps everything.
    Path data() {
        return data;
    }

    JsonNode get(String path) {
        return Json.parse(send(HttpRequest.newBuilder(URI.create(url(path))), "GET " + path, accessToken()));
    }

    /// Saves what is at the address.
    void download(String path, Path file) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Authorization", "Bearer " + accessToken())
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.ofFile(file)).statusCode();
        if (status != 200) {
            throw new AssertionError("GET " + path + ": " + status);
        }
    }

    Path log() {
        return log;
    }

    /// A new room that takes guests.
    String createRoom(String name) {
        return createRoom(Map.of("name", name));
    }

    String createRoom(Map<String, Object> body) {
        return post("/api/v1/rooms", body, accessToken()).get("id").asText();
    }

    void deleteRoom(String room) {
        send(
                HttpRequest.newBuilder(URI.create(url("/api/v1/rooms/" + room))).DELETE(),
                "DELETE /api/v1/rooms/" + room,
                accessToken());
    }

    String roomToken(String room, String name, String role) {
        return post("/api/v1/rooms/" + room + "/tokens", Map.of("name", name, "role", role), accessToken())
                .get("token")
                .asText();
    }

    /// @param roomToken of somebody who may enter
    JsonNode iceServers(String roomToken) {
        var request = HttpRequest.newBuilder(URI.create(url("/api/v1/ice-servers")));
        return Json.parse(send(request, "GET /api/v1/ice-servers", roomToken));
    }

    String accessToken() {
        if (accessToken == null) {
            accessToken = post("/api/v1/auth/login", Map.of("username", "admin", "password", PASSWORD), null)
                    .get("accessToken")
                    .asText();
        }
        return accessToken;
    }

    JsonNode post(String path, Map<String, Object> body, @Nullable String token) {
        var request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(body)));
        return Json.parse(send(request, "POST " + path, token));
    }

    private String send(HttpRequest.Builder request, String what, @Nullable String token) {
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new AssertionError(what + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(10))) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean healthy() {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(url("/health")))
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // not yet, or it ended again while it started
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// As users start it, but without looking whether the sources changed: a build runs the tests.
    private static ProcessBuilder moim(String... arguments) {
        var command = new ArrayList<>(List.of(Path.of("..", "moim").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().put("MOIM_NO_BUILD", "yes");
        return process;
    }
}
