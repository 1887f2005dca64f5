package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moim.signaling.loadtest.LoadReport;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A meeting is recorded on a disk that stalls, and then on one that refuses: those who meet notice nothing, the
/// recording says what it lacks, and the room's log tells it.
class SlowDiskIT {
    /// Several times what may wait for the disk.
    private static final int STALL_PACKETS = 6_000;

    private static final Path MKFIFO = Path.of("/usr/bin/mkfifo");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    @Timeout(300)
    void aStallIsAGapAndAnAlert() throws Exception {
        assumeTrue(Files.exists(MKFIFO), "needs mkfifo");
        try (var server = new ServerProcess(Map.of("moim.recording.queue-megabytes", "1"))) {
            String room = server.createRoom("Slow");
            var recording = RecordedMeeting.start(server, room);
            try (var meeting = LoadRig.meeting(server, http, room, 2)) {
                recording.awaitFrames(1, 4, 20);
                Path manifest = recording.folder(1).resolve("manifest.json");
                Path pipe = recording.folder(1).resolve("manifest.json.new");
                RecordedMeeting.awaitThat("a pipe in the recorder's way", () -> isPipe(pipe));
                LoadReport before = meeting.report();
                LoadReport after = LoadRig.await(
                        "media flows while the recorder waits",
                        meeting,
                        report -> report.received() > before.received() + STALL_PACKETS);
                assertThat(after.connected()).isEqualTo(2);
                assertThat(pipe).as("it waits still").exists();

                // Whoever reads lets the writer go on; the pipe takes the manifest's place until the next one.
                assertThat(Files.readString(pipe)).contains(recording.id());
                RecordedMeeting.awaitThat("a manifest again", () -> Files.isRegularFile(manifest));
                assertThat(awaitAlert(server, room, "overflow")).isEqualTo(recording.id());
                recording.stop();
            }
            assertThat(reasons(recording)).contains("overflow");
        }
    }

    @Test
    @Timeout(300)
    void aRefusalIsAGapAndAnAlert() throws Exception {
        try (var server = new ServerProcess()) {
            String room = server.createRoom("Refusing");
            var recording = RecordedMeeting.start(server, room);
            try (var _ = LoadRig.meeting(server, http, room, 2)) {
                recording.awaitFrames(1, 4, 20);
                for (String name : List.of("microphone", "camera")) {
                    for (int track = 5; track <= 6; track++) {
                        Files.createFile(recording.folder(1).resolve("000%d-%s-1.webm".formatted(track, name)));
                    }
                }
                try (var _ = LoadRig.meeting(server, http, room, 1)) {
                    assertThat(awaitAlert(server, room, "disk")).isEqualTo(recording.id());
                    recording.awaitFrames(1, 6, 20);
                    recording.stop();
                }
            }
            assertThat(reasons(recording)).contains("disk");
        }
    }

    /// Makes one, unless the recorder is writing a file of that name. Whoever opens it to write waits for a reader.
    private static boolean isPipe(Path path) {
        try {
            return new ProcessBuilder(MKFIFO.toString(), path.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// @return whose trouble it is
    private static String awaitAlert(ServerProcess server, String room, String reason) throws IOException {
        return AttendanceIT.read(server, room, log -> isAlert(log.getLast(), reason))
                .getLast()
                .at("/data/recording")
                .asText();
    }

    private static boolean isAlert(JsonNode event, String reason) {
        return event.get("type").asText().equals("recording.degraded")
                && event.at("/data/reason").asText().equals(reason);
    }

    private static List<String> reasons(RecordedMeeting recording) {
        recording.await("closed", it -> !it.at("/segments/0/state").asText().equals("open"));
        return recording.manifest(1).getFirst().get("tracks").findValuesAsText("reason");
    }
}
