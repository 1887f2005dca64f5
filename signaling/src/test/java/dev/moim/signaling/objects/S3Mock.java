package dev.moim.signaling.objects;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;

/// An S3 server (Adobe's S3Mock) as a process of its own, started at the first use and ended with this JVM.
public final class S3Mock {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    public static final String BUCKET = "moim-test";

    private final int port;

    private S3Mock(int port) {
        this.port = port;
    }

    /// Not with the outer class: a process that only wants the settings starts no server.
    private static final class Holder {
        private static final S3Mock SHARED = start();
    }

    public static S3Mock shared() {
        return Holder.SHARED;
    }

    public int port() {
        return port;
    }

    /// Settings that lead to this server, or to a proxy in front of it.
    public static Map<String, Object> settings(int port) {
        return Map.of(
                "moim.objects.store", "s3",
                "moim.objects.s3.bucket", BUCKET,
                "moim.objects.s3.prefix", "moim/",
                "moim.objects.s3.endpoint", "http://127.0.0.1:" + port,
                "moim.objects.s3.path-style", true,
                "moim.objects.s3.access-key", "test-access",
                "moim.objects.s3.secret-key", "test-secret");
    }

    private static S3Mock start() {
        try {
            int port = freePort();
            var data = Files.createTempDirectory("s3mock");
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx192m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            jar(),
                            "--http.port=" + port,
                            "--server.port=0",
                            "--com.adobe.testing.s3mock.store.root=" + data)
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, data)));
            var mock = new S3Mock(port);
            mock.createBucket(process);
            return mock;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process process, Path data) {
        process.destroyForcibly().onExit().join();
        try (var files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void createBucket(Process process) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + BUCKET))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        long end = System.nanoTime() + START_LIMIT.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (process.isAlive() && System.nanoTime() - end < 0) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException e) {
                    // Not listening yet.
                    Thread.sleep(100);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("S3Mock did not start");
    }

    private static String jar() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.contains("s3mock") && path.endsWith("-exec.jar"))
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
