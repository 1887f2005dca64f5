package dev.moim.signaling.cli;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// A short life of the server for the JVM to watch: the start script records it into an AOT cache (JEP 514), so that
/// real starts find their classes loaded and linked.
@Command(name = "train", hidden = true, description = "Start, answer a few requests, end.")
final class Train implements Callable<Integer> {
    private static final List<String> PATHS = List.of("/health", "/", "/prometheus", "/api/v1/auth/me", "/openapi.yml");

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
            for (var path : PATHS) {
                client.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + server.getPort() + path))
                                .build(),
                        BodyHandlers.discarding());
            }
        } finally {
            delete(directory);
        }
        return 0;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
