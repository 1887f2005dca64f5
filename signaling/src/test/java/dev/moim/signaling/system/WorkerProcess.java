package dev.moim.signaling.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The packaged upload worker as its own process, on a folder that nobody shares with it.
final class WorkerProcess implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final String broker;
    private final int port;
    private @Nullable Process process;

    /// @param settings of the object store, as of a settings file
    /// @param broker the URI, with its password; told by the environment
    WorkerProcess(Path folder, Map<String, String> settings, String broker) throws IOException {
        this.folder = folder;
        this.broker = broker;
        port = FreePort.tcp();
        Files.write(
                folder.resolve("settings.properties"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
    }

    /// Returns when it is connected to the broker.
    void start() throws IOException {
        var command = new ArrayList<>(List.of(Path.of("..", "moim").toString(), "worker"));
        command.addAll(List.of("--config", folder.resolve("settings.properties").toString()));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        command.addAll(List.of("--health-port", String.valueOf(port)));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "MOIM_NO_BUILD",
                        "yes",
                        "MOIM_RABBITMQ_URI",
                        broker));
        Process started = builder.start();
        process = started;
        RecordedMeeting.awaitThat("the worker is up", () -> {
            if (!started.isAlive()) {
                throw new AssertionError("the worker ended: " + said());
            }
            return isUp();
        });
    }

    boolean isUp() {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Ends it as `kill -9` does.
    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /// Ends it as an operator does.
    ///
    /// @return the exit code
    int stop() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        process.destroy();
        return process.onExit().join().exitValue();
    }

    private Path log() {
        return folder.resolve("worker.log");
    }

    String said() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
