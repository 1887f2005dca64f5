package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody's picture flashes when they beep; files and manifest put both at the same moments.
class LipSyncIT {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    /// More than enough: it is ended when there is enough.
    private static final int SECONDS = 120;
    private static final int RATE = 48_000;
    private static final int LOUD = 3_000;
    private static final int WHITE = 128;
    private static final double TOLERANCE = 0.040;
    /// Of two flashes that are different ones.
    private static final double APART = 0.5;

    @TempDir
    Path folder;

    @Test
    void flashAndBeepAreTogether() throws IOException, InterruptedException {
        assumeTrue(Files.exists(PYTHON) && MediaTools.areInstalled(), "needs aiortc and ffmpeg");
        try (var server = new ServerProcess()) {
            String room = server.createRoom("In step");
            var meeting = RecordedMeeting.start(server, room);
            Process publisher = new ProcessBuilder(
                            PYTHON.toString(),
                            Path.of("target", "test-classes", "aiortc", "flash_and_beep.py")
                                    .toString(),
                            server.url("/api/v1/rooms/" + room + "/signaling").replace("http:", "ws:"),
                            server.roomToken(room, "Flash", "participant"),
                            "Flash",
                            String.valueOf(SECONDS))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("publisher.log").toFile())
                    .start();
            try {
                // Video is the one with fewer frames: 25 a second, so ten seconds.
                meeting.awaitFrames(1, 2, 250);
            } finally {
                publisher.destroy();
                publisher.waitFor();
            }
            meeting.stop();
            List<Double> beeps = new ArrayList<>();
            List<Double> flashes = new ArrayList<>();
            for (JsonNode track : meeting.manifest(1).getFirst().get("tracks")) {
                boolean sound = track.get("source").asText().equals("microphone");
                for (JsonNode file : track.get("files")) {
                    Path path = meeting.folder(1).resolve(file.get("name").asText());
                    double offset = file.get("offset").asDouble();
                    (sound ? beeps(path) : flashes(path)).forEach(at -> (sound ? beeps : flashes).add(at + offset));
                }
            }
            assertThat(flashes).hasSizeGreaterThan(6);
            assertThat(beeps).hasSizeGreaterThan(6);
            double end = Math.min(flashes.getLast(), beeps.getLast()) + APART;
            double start = Math.max(flashes.getFirst(), beeps.getFirst()) - APART;
            for (double flash : flashes) {
                if (flash > start && flash < end) {
                    double nearest = beeps.stream()
                            .min((a, b) -> Double.compare(Math.abs(a - flash), Math.abs(b - flash)))
                            .orElseThrow();
                    assertThat(Math.abs(nearest - flash))
                            .as("flashes %s, beeps %s", flashes, beeps)
                            .isLessThanOrEqualTo(TOLERANCE);
                }
            }
        }
    }

    /// When each beep begins, in the file's time.
    private List<Double> beeps(Path file) throws IOException {
        Path raw = folder.resolve("sound.raw");
        MediaTools.output(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-i",
                file.toString(),
                "-ac",
                "1",
                "-ar",
                String.valueOf(RATE),
                "-f",
                "s16le",
                raw.toString());
        var samples = ByteBuffer.wrap(Files.readAllBytes(raw))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        List<Double> onsets = new ArrayList<>();
        for (int i = 0; i < samples.limit(); i++) {
            double at = i / (double) RATE;
            if (Math.abs(samples.get(i)) > LOUD && (onsets.isEmpty() || at - onsets.getLast() > APART)) {
                onsets.add(at);
            }
        }
        return onsets;
    }

    /// When the picture turns white, in the file's time.
    private List<Double> flashes(Path file) throws IOException {
        Path raw = folder.resolve("pictures.raw");
        MediaTools.output(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-i",
                file.toString(),
                "-fps_mode",
                "passthrough",
                "-vf",
                "scale=1:1",
                "-pix_fmt",
                "gray",
                "-f",
                "rawvideo",
                raw.toString());
        byte[] pictures = Files.readAllBytes(raw);
        List<String> times = MediaTools.output(
                        "ffprobe", "-v", "error", "-show_entries", "frame=pts_time", "-of", "csv=p=0", file.toString())
                .lines()
                .map(line -> line.replace(",", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        assertThat(times).hasSize(pictures.length);
        List<Double> onsets = new ArrayList<>();
        for (int i = 1; i < pictures.length; i++) {
            if ((pictures[i] & 0xFF) > WHITE && (pictures[i - 1] & 0xFF) <= WHITE) {
                onsets.add(Double.parseDouble(times.get(i)));
            }
        }
        return onsets;
    }
}
