package dev.moim.signaling.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a forwarded packet costs the server, beside what others' servers cost in the same shape. Not a test: it
/// asserts nothing and writes its figures to target/forwarding.txt. Run it with
/// `./moim measure ForwardingMeasurement` on a machine that does nothing else.
class ForwardingMeasurement {
    private static final int WARM_UP_SECONDS = 10;
    private static final int SECONDS = 20;
    private static final double MICROS_PER_SECOND = 1e6;

    /// @param others CPU per packet in the same shape, in microseconds (docs/measurements)
    private record Shape(String name, int publishers, int subscribers, String others) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape("1 -> 50", 1, 50, "Janus 19.8, Galene 11.8, JVB 35.7"),
            new Shape("10 x 10", 10, 0, "Janus 16.7, Galene 11.7, JVB 28.2"));

    @Test
    void measure() throws IOException, InterruptedException {
        var report = new StringBuilder();
        for (Shape shape : SHAPES) {
            try (var server = new ServerProcess()) {
                report.append(measure(server, shape));
            }
        }
        Files.writeString(Path.of("target", "forwarding.txt"), report);
        System.out.println(report);
    }

    private static String measure(ServerProcess server, Shape shape) throws IOException, InterruptedException {
        var figures = new ProcessFigures(server.pid());
        long idle = figures.residentMegabytes();
        Process load = load(server, shape);
        double before = 0;
        double used = 0;
        long resident = 0;
        var result = new StringBuilder();
        try (var output = new BufferedReader(new InputStreamReader(load.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("measuring")) {
                    before = figures.cpuSeconds();
                } else if (line.equals("measured")) {
                    used = figures.cpuSeconds() - before;
                    resident = figures.residentMegabytes();
                } else {
                    result.append("  ").append(line).append('\n');
                }
            }
        }
        if (load.waitFor() != 0) {
            throw new AssertionError("nothing flowed: " + result);
        }
        double packets = packetsPerSecond(result) * SECONDS;
        return String.format(
                Locale.ROOT,
                "%s: %.1f us of server CPU per packet out (%s)%n  resident: %d MB idle, %d MB under load%n%s%n",
                shape.name(),
                used * MICROS_PER_SECOND / packets,
                shape.others(),
                idle,
                resident,
                result);
    }

    private static Process load(ServerProcess server, Shape shape) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-jar",
                        Path.of("target", "moim", "moim.jar").toAbsolutePath().toString(),
                        "load-test",
                        server.url("/"),
                        "--access-token",
                        server.accessToken(),
                        "--publishers",
                        String.valueOf(shape.publishers()),
                        "--subscribers",
                        String.valueOf(shape.subscribers()),
                        "--warm-up",
                        String.valueOf(WARM_UP_SECONDS),
                        "--seconds",
                        String.valueOf(SECONDS))
                .redirectErrorStream(true)
                .start();
    }

    private static double packetsPerSecond(CharSequence result) {
        Matcher in = Pattern.compile("(?m)^ *in: (\\d+) packets/s$").matcher(result);
        if (!in.find()) {
            throw new AssertionError("no rate in " + result);
        }
        return Double.parseDouble(in.group(1));
    }
}
