package dev.moim.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.RecordedFile;
import dev.moim.media.RecordedTrack;
import dev.moim.media.RecordingEvent;
import dev.moim.media.RecordingManifest;
import dev.moim.media.SourceKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalvageTest {
    @TempDir
    Path directory;

    private final RecordingBench bench = new RecordingBench();

    /// Records three seconds of each and says what was last told.
    private RecordingManifest recordUntilKilled() throws IOException {
        var camera = new FakeTrack("H264");
        var microphone = new FakeTrack("OPUS");
        bench.track(SourceKind.CAMERA).follow(camera, bench.now);
        bench.track(SourceKind.MICROPHONE).follow(microphone, bench.now);
        for (byte[] packet : RtpFixture.of("H264").packets()) {
            camera.onPacket(packet, bench.now);
        }
        long millis = 0;
        for (byte[] packet : RtpFixture.of("OPUS").packets()) {
            bench.runTo(millis);
            microphone.onPacket(packet, bench.now);
            millis += 20;
        }
        bench.runTo(6_000);
        for (String name : bench.files.names()) {
            Files.write(directory.resolve(name), bench.files.bytes(name));
        }
        return bench.events.stream()
                .filter(RecordingEvent.Progress.class::isInstance)
                .map(event -> ((RecordingEvent.Progress) event).manifest())
                .toList()
                .getLast();
    }

    @Test
    void theFilesOfADeadProcessAreMeasuredAndSummed() throws IOException {
        RecordingManifest last = recordUntilKilled();
        assertThat(last.complete()).isFalse();
        assertThat(last.tracks()).flatExtracting(RecordedTrack::files).hasSize(2);
        RecordingManifest whole = Salvage.complete(directory, last);
        assertThat(whole.complete()).isTrue();
        RecordedFile pictures = whole.tracks().get(0).files().getFirst();
        assertThat(pictures.frames()).isEqualTo(90);
        assertThat(pictures.duration().toMillis()).isBetween(2_966L, 2_967L);
        assertThat(pictures.sha256()).hasSize(64);
        assertThat(pictures.clean()).isFalse();
        assertThat(pictures.bytes()).isEqualTo(Files.size(directory.resolve(pictures.name())));
        assertThat(pictures.pictures()).hasSize(1);
        assertThat(whole.tracks().get(1).files().getFirst().frames()).isEqualTo(151);
    }

    @Test
    void aFileThatNeverCameToTheDiskIsLeftOut() throws IOException {
        RecordingManifest last = recordUntilKilled();
        Files.delete(directory.resolve(last.tracks().get(0).files().getFirst().name()));
        RecordingManifest whole = Salvage.complete(directory, last);
        assertThat(whole.tracks().get(0).files()).isEmpty();
        assertThat(whole.tracks().get(1).files()).hasSize(1);
    }

    @Test
    void aFinishedFileIsKnownAsSuch() throws IOException {
        RecordingManifest last = recordUntilKilled();
        bench.close();
        for (RecordedTrack track : last.tracks()) {
            String name = track.files().getFirst().name();
            assertThat(FileScan.of(new ByteArrayInputStream(bench.files.bytes(name)))
                            .finished())
                    .isTrue();
        }
    }

    @Test
    void cutAnywhereItCountsTheWholeFrames() throws IOException {
        recordUntilKilled();
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (String name : List.copyOf(bench.files.names())) {
            byte[] bytes = bench.files.bytes(name);
            for (int i = 0; i < 200; i++) {
                byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                FileScan scan = FileScan.of(new ByteArrayInputStream(cut));
                var reader = new MatroskaReader(cut);
                assertThat(scan.frames()).as("seed %d", seed).isEqualTo(reader.blocks.size());
                if (scan.frames() > 0) {
                    assertThat(scan.lastMillis())
                            .isEqualTo(reader.blocks.getLast().millis());
                }
            }
            for (int i = 0; i < 2_000; i++) {
                byte[] noise = bytes.clone();
                for (int j = 0; j < 10; j++) {
                    noise[random.nextInt(noise.length)] = (byte) random.nextInt(256);
                }
                assertThat(FileScan.of(new ByteArrayInputStream(noise)).frames())
                        .isNotNegative();
            }
        }
    }
}
