package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A WebRTC stack that is no browser and not ours: two aiortc participants publish, and receive each other.
class AiortcIT {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    /// Far more than it takes; both leave as soon as both have received enough.
    private static final int SECONDS = 120;

    @BeforeAll
    static void aiortcIsInstalled() throws IOException, InterruptedException {
        assumeTrue(Files.exists(PYTHON), "needs /usr/bin/python3");
        Process probe = new ProcessBuilder(PYTHON.toString(), "-c", "import aiortc, websockets")
                .redirectErrorStream(true)
                .start();
        assumeTrue(probe.waitFor() == 0, "needs aiortc and websockets for Python");
    }

    @Test
    void publishesAndReceives() throws IOException, InterruptedException {
        try (var server = new ServerProcess()) {
            String room = server.createRoom("Python");
            Process first = participant(server, room, "Ada");
            Process second = participant(server, room, "Blaise");
            var outputs = List.of(first.inputReader(), second.inputReader());
            List<String> lines = new ArrayList<>();
            for (var output : outputs) {
                lines.add(String.valueOf(output.readLine()));
            }
            for (var process : List.of(first, second)) {
                process.getOutputStream().close();
            }
            assertThat(lines).as("what both said first").containsOnly("{\"enough\": true}");
            for (var output : outputs) {
                JsonNode result = Json.parse(output.readLine());
                assertThat(result.path("state").asText()).isEqualTo("connected");
                assertThat(result.path("frames").path("audio").path(0).asInt())
                        .as("audio frames in " + result)
                        .isGreaterThan(50);
                assertThat(result.path("frames").path("video").path(0).asInt())
                        .as("video frames in " + result)
                        .isGreaterThan(20);
            }
        }
    }

    private static Process participant(ServerProcess server, String room, String name) throws IOException {
        return new ProcessBuilder(
                        PYTHON.toString(),
                        Path.of("target", "test-classes", "aiortc", "participant.py")
                                .toString(),
                        server.url("/api/v1/rooms/" + room + "/signaling").replace("http:", "ws:"),
                        server.roomToken(room, name, "participant"),
                        name,
                        String.valueOf(SECONDS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
