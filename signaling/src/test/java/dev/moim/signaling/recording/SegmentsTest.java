package dev.moim.signaling.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.Eventually;
import dev.moim.signaling.store.RecordingFileRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Segments whose files, manifest or disk are not as they should be.
class SegmentsTest {
    private static final String TRACK = "0001-camera-1.webm";

    @TempDir
    Path data;

    private static void write(Path folder) throws IOException {
        byte[] bytes = new byte[1000];
        new Random(1).nextBytes(bytes);
        Files.write(folder.resolve(TRACK), bytes);
    }

    private static void awaitEnd(OpenSegment open) {
        Eventually.isTrue("all is in the store", () -> open.state().equals("uploaded"));
    }

    @Test
    void aDamagedManifestCostsNoMediaAndHoldsNothingUp() throws IOException {
        try (var open = new OpenSegment(data, Map.of())) {
            Path folder = open.begin();
            write(folder);
            Files.writeString(folder.resolve("manifest.json"), "");
            open.stop();
            open.segments.onFailed(OpenSegment.SEGMENT, () -> {});

            awaitEnd(open);
            assertThat(open.files()).extracting(RecordingFileRow::name).containsExactly(TRACK);
        }
    }

    @Test
    void aRecorderThatDiesBeforeItsFirstManifestHoldsNothingUp() throws IOException {
        try (var open = new OpenSegment(data, Map.of())) {
            open.begin();
            open.stop();
            open.segments.onFailed(OpenSegment.SEGMENT, () -> {});

            awaitEnd(open);
            assertThat(open.files()).isEmpty();
        }
    }

    @Test
    void aFolderThatSomebodyRemovedHoldsNothingUp() throws IOException {
        try (var open = new OpenSegment(data, Map.of())) {
            Path folder = open.begin();
            open.stop();
            Files.delete(folder);
            open.segments.onClosed(OpenSegment.SEGMENT, OpenSegment.media(TRACK, "00"), () -> {});

            awaitEnd(open);
        }
    }

    /// As after a fault of one track.
    @Test
    void aFileWhoseSumMediaCouldNotMakeIsKept() throws IOException {
        try (var open = new OpenSegment(data, Map.of())) {
            Path folder = open.begin();
            write(folder);
            open.stop();
            open.segments.onClosed(OpenSegment.SEGMENT, OpenSegment.media(TRACK, ""), () -> {});

            awaitEnd(open);
            assertThat(open.files()).extracting(RecordingFileRow::name).containsExactly(TRACK, "manifest.json");
        }
    }

    @Test
    void aDiskTooFullForTheManifestEndsTheRecording() throws IOException {
        try (var open = new OpenSegment(data, Map.of("moim.recording.min-free-megabytes", Long.MAX_VALUE >> 20))) {
            // Nothing can be written there.
            Files.createDirectory(open.begin().resolve("manifest.json.new"));

            assertThat(open.segments.onProgress(OpenSegment.SEGMENT, OpenSegment.media(TRACK, "")))
                    .as("whether it may go on")
                    .isFalse();
            open.segments.onFailed(OpenSegment.SEGMENT, () -> {});
        }
    }
}
