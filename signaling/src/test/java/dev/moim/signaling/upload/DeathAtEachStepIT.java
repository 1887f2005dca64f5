package dev.moim.signaling.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.recording.Recordings;
import dev.moim.signaling.store.RecordingFileRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// A real process dies between two steps of the way from the first byte of a recording to the removal of its local
/// copy: between each two that leave a trace on the disk. The next one ends what it began.
class DeathAtEachStepIT {
    private static final Map<String, Object> SETTINGS = Map.of(
            "moim.uploads.local-copies",
            "remove",
            "micronaut.server.port",
            "-1",
            "moim.udp-port",
            "0",
            "moim.media-loops",
            "1");

    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void theNextProcessBringsEverythingAwayAndSaysSoOnce(Breaker.Step step) throws IOException, InterruptedException {
        Path log = data.resolve("process.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecordUntilStep.class.getName(),
                        data.toString(),
                        step.name())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Pipeline.await("death at " + step, () -> !process.isAlive());
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s: %s", step, Files.readString(log))
                .isEqualTo(Breaker.EXIT_CODE);

        try (var pipeline = Pipeline.server(data, SETTINGS)) {
            if (step.compareTo(Breaker.Step.STOP_STORED) < 0) {
                pipeline.context.getBean(Recordings.class).store(Pipeline.ROOM, RecordUntilStep.stopped());
            }
            pipeline.awaitState("uploaded");
            pipeline.assertUploadedOnce();
            assertThat(pipeline.files()).extracting(RecordingFileRow::name).containsExactlyElementsOf(expected(step));
            Pipeline.await("no local copies", () -> pipeline.files().stream()
                    .noneMatch(file -> file.onDisk() || Files.exists(pipeline.onDisk(file))));
            Pipeline.await("nothing left to do", () -> pipeline.jobs("") == 0);
            pipeline.assertUploadedOnce();
        }
    }

    private static List<String> expected(Breaker.Step step) {
        return switch (step) {
            // Nothing was recorded yet.
            case SEGMENT_STORED, FOLDER_MADE -> List.of();
            case RECORDED,
                    STOP_STORED,
                    BEFORE_JOBS,
                    AFTER_JOBS,
                    SEGMENT_CLOSED,
                    BEFORE_WORK,
                    BEFORE_PUT,
                    AFTER_PUT,
                    IN_TRANSACTION,
                    AFTER_COMMIT,
                    BEFORE_REMOVAL,
                    AFTER_REMOVAL,
                    NONE -> List.of(RecordUntilStep.TRACK, "manifest.json");
        };
    }
}
