package dev.moim.signaling.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a recording loses when its server is killed at random instants. Not a test: it asserts nothing and writes its
/// figures to target/recording-kill.txt. Run it with `./moim measure RecordingKillMeasurement`.
class RecordingKillMeasurement {
    private static final int ROUNDS = 20;

    @Test
    void measure() throws IOException, InterruptedException {
        long seed = new Random().nextLong();
        KilledRecording.Outcome outcome = KilledRecording.run(ROUNDS, seed);
        var report = new StringBuilder();
        report.append("%d kills, seed %d: %d recording, %d segments, complaints of readers: %s%n"
                .formatted(
                        ROUNDS,
                        seed,
                        outcome.recordings(),
                        outcome.segments(),
                        outcome.complaints().isEmpty() ? "none" : outcome.complaints()));
        for (KilledRecording.Lost lost : outcome.lost()) {
            report.append(String.format(
                    Locale.ROOT, "  %2d %-10s lost %.3f s%n", lost.round(), lost.source(), lost.seconds()));
        }
        var summary = outcome.lost().stream()
                .mapToDouble(KilledRecording.Lost::seconds)
                .summaryStatistics();
        report.append(String.format(
                Locale.ROOT,
                "lost of a track: %.3f to %.3f s, %.3f in the mean%n",
                summary.getMin(),
                summary.getMax(),
                summary.getAverage()));
        Files.writeString(Path.of("target", "recording-kill.txt"), report);
        System.out.println(report);
    }
}
