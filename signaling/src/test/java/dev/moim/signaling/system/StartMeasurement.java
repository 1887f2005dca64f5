package dev.moim.signaling.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// From the start command, with everything built, to the first 200 of `/health`; and resident memory of the idle
/// server. Not a test: it writes its figures to target/start.txt. Run it with `./moim measure StartMeasurement`.
class StartMeasurement {
    private static final int ROUNDS = 7;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void measure() throws IOException, InterruptedException {
        var ready = new ArrayList<Long>();
        var resident = new ArrayList<Long>();
        // The first start makes the cache of loaded classes, and is not counted.
        start();
        for (int round = 0; round < ROUNDS; round++) {
            long[] figures = start();
            ready.add(figures[0]);
            resident.add(figures[1]);
        }
        String report = "start command → /health 200: %s ms%nidle resident memory after %d s: %s MB%n"
                .formatted(summary(ready), IDLE.toSeconds(), summary(resident));
        Files.writeString(Path.of("target", "start.txt"), report);
        System.out.println(report);
    }

    /// Milliseconds to the first 200, and resident MB.
    private static long[] start() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("moim-start");
        int port = FreePort.tcp();
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of("..", "moim").toString(),
                        "run",
                        "--port",
                        String.valueOf(port),
                        "--udp-port",
                        "0",
                        "--data",
                        data.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("log").toFile())
                .start();
        try {
            awaitHealth(port, data.resolve("log"));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            LockSupport.parkNanos(IDLE.toNanos());
            return new long[] {millis, new ProcessFigures(process.pid()).residentMegabytes()};
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static void awaitHealth(int port, Path log) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                .build();
        long end = System.nanoTime() + LIMIT.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (true) {
                try {
                    if (http.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (java.net.ConnectException e) {
                    // Not listening yet.
                }
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError("the server did not start: " + Files.readString(log));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    private static String summary(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return "median %d, min %d, max %d"
                .formatted(sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }
}
