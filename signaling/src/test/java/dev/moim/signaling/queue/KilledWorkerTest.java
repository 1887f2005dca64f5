package dev.moim.signaling.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A job whose process was killed runs again as soon as there is a process.
class KilledWorkerTest {
    @Test
    void aKilledJobRunsAgainAtTheNextStart(@TempDir Path data) throws IOException, InterruptedException {
        Process first = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkUntilKilled.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = new BufferedReader(new InputStreamReader(first.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("working");
        } finally {
            first.destroyForcibly();
        }
        first.waitFor();

        try (var context = WorkUntilKilled.open(data.toString())) {
            var worker = context.getBean(ScriptedWorker.class);
            // Well below the 40 s after which another process would be taken for dead.
            ScriptedWorker.await("the job", () -> !worker.runs.isEmpty());
            assertThat(worker.runs)
                    .containsExactly(
                            new ScriptedWorker.Run(WorkUntilKilled.JOB.key(), WorkUntilKilled.JOB.payload(), 1));
        }
    }
}
