package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moim.signaling.loadtest.LoadMeeting;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// What it costs the server to record ten tracks. Not a test: it asserts nothing and writes its figures to
/// target/recording-cost.txt. Run it with `./moim measure RecordingCostMeasurement` on a machine that does nothing
/// else.
class RecordingCostMeasurement {
    private static final int PARTICIPANTS = 5;
    private static final int WARM_UP_SECONDS = 20;
    private static final int SECONDS = 20;
    private static final double PERCENT = 100;

    @Test
    void measure() throws IOException, InterruptedException {
        try (var server = new ServerProcess();
                var http = HttpClient.newHttpClient()) {
            String room = server.createRoom("Cost");
            try (LoadMeeting meeting = LoadRig.meeting(server, http, room, PARTICIPANTS)) {
                pause(WARM_UP_SECONDS);
                var warmUp = RecordedMeeting.start(server, room);
                pause(WARM_UP_SECONDS);
                warmUp.stop();
                double without = cpu(server);
                var recorded = RecordedMeeting.start(server, room);
                double with = cpu(server);
                double again = cpu(server);
                recorded.stop();
                double after = cpu(server);
                String report = report(recorded.manifest(1).getFirst(), without, with, again, after);
                Files.writeString(
                        Path.of("target", "recording-cost.txt"),
                        report + meeting.report().text());
                System.out.println(report);
            }
        }
    }

    /// @return percent of a core
    private static double cpu(ServerProcess server) {
        var figures = new ProcessFigures(server.pid());
        double before = figures.cpuSeconds();
        long start = System.nanoTime();
        pause(SECONDS);
        return PERCENT * (figures.cpuSeconds() - before) / ((System.nanoTime() - start) / 1e9);
    }

    private static String report(JsonNode manifest, double without, double with, double again, double after) {
        long lost = 0;
        long bytes = 0;
        long frames = 0;
        var gaps = new StringBuilder();
        for (JsonNode track : manifest.get("tracks")) {
            lost += track.get("lostPackets").asLong();
            track.get("gaps").forEach(gap -> gaps.append(gap).append(' '));
            for (JsonNode file : track.get("files")) {
                bytes += file.get("bytes").asLong();
                frames += file.get("frames").asLong();
            }
        }
        return String.format(
                Locale.ROOT,
                "%d tracks, %d frames, %.1f MB in %s s; lost packets %d, gaps: %s%n"
                        + "server CPU in percent of a core: %.1f without, %.1f and %.1f while recording, %.1f after%n"
                        + "recording costs %.1f %% of a core%n",
                manifest.get("tracks").size(),
                frames,
                bytes / 1e6,
                manifest.get("length").asText(),
                lost,
                gaps.isEmpty() ? "none" : gaps,
                without,
                with,
                again,
                after,
                (with + again) / 2 - (without + after) / 2);
    }

    private static void pause(int seconds) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
