package dev.moim.media.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.PeerId;
import dev.moim.media.RecordingSettings;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is left of a recording when its process is killed.
class KilledProcessTest {
    private static final long KILL_AFTER_MILLIS = 3_000;

    @TempDir
    Path directory;

    /// The process: records sound in real time and says how far it is.
    public static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws InterruptedException {
            Recorder recorder = Recorder.start(
                    RecordingSettings.in(Path.of(arguments[0])), Instant.EPOCH, System::nanoTime, event -> {});
            var microphone = new FakeTrack("OPUS");
            long start = System.nanoTime();
            recorder.track(new SourceId(new PeerId("anna"), SourceKind.MICROPHONE))
                    .follow(microphone, start);
            for (int i = 0; i < 3_000; i++) {
                long due = start + i * 20_000_000L;
                while (System.nanoTime() - due < 0) {
                    Thread.sleep(1);
                }
                microphone.onPacket(
                        RtpFixture.packet(false, 96, i, i * 960, new byte[] {0x78, 1, 2, 3}), System.nanoTime());
                System.out.println(i * 20L);
            }
        }
    }

    @Test
    @Timeout(60)
    void aKilledProcessLosesOneSecondAtMost() throws Exception {
        Process victim = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long said = 0;
        try (var lines = new BufferedReader(new InputStreamReader(victim.getInputStream(), UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                said = Long.parseLong(line);
                if (said >= KILL_AFTER_MILLIS) {
                    victim.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
        }
        assertThat(victim.waitFor()).isNotZero();
        byte[] file = Files.readAllBytes(directory.resolve("0001-microphone-1.webm"));
        var reader = new MatroskaReader(file);
        assertThat(reader.duration).isNegative();
        assertThat(reader.blocks).isNotEmpty();
        assertThat(reader.blocks.getLast().millis()).isBetween(said - 1_000, said);
        assertThat(reader.blocks).hasSize((int) (reader.blocks.getLast().millis() / 20) + 1);
    }
}
