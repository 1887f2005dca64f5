package dev.moim.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.events.EventLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was acknowledged is there after `kill -9`.
class DurabilityTest {
    private static final int ENOUGH = 200;

    @Test
    void aKilledProcessLosesNoEventItAcknowledged(@TempDir Path data) throws IOException {
        long acknowledged = acknowledged(data, "events");
        try (var context = AppendUntilKilled.open(data.toString())) {
            var log = context.getBean(EventLog.class);
            assertThat(log.last(AppendUntilKilled.ROOM)).isGreaterThanOrEqualTo(acknowledged);
            assertThat(log.after(AppendUntilKilled.ROOM, acknowledged - 1, 1)).hasSize(1);
        }
    }

    @Test
    void aKilledProcessLosesNoOtherRowItAcknowledged(@TempDir Path data) throws IOException {
        long acknowledged = acknowledged(data, "accounts");
        try (var context = AppendUntilKilled.open(data.toString())) {
            var users = context.getBean(UserRows.class);
            for (long number = 1; number <= acknowledged; number++) {
                assertThat(users.findById("u" + number)).as("account " + number).isPresent();
            }
        }
    }

    /// How many the process acknowledged before it was killed.
    private static long acknowledged(Path data, String what) throws IOException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendUntilKilled.class.getName(),
                        data.toString(),
                        what)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long acknowledged = 0;
        try (var said = new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            String line = said.readLine();
            while (line != null && acknowledged < ENOUGH) {
                acknowledged = Long.parseLong(line);
                line = said.readLine();
            }
            // Not Process.destroyForcibly: that throws away what we have not read.
            writer.toHandle().destroyForcibly();
            // What was still on its way to us was acknowledged too.
            while (line != null) {
                acknowledged = line.matches("[0-9]+") ? Long.parseLong(line) : acknowledged;
                line = said.readLine();
            }
        }

        assertThat(acknowledged).isGreaterThanOrEqualTo(ENOUGH);
        return acknowledged;
    }
}
