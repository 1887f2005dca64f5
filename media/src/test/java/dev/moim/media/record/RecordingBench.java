package dev.moim.media.record;

import dev.moim.media.PeerId;
import dev.moim.media.RecordedFile;
import dev.moim.media.RecordingEvent;
import dev.moim.media.RecordingManifest;
import dev.moim.media.RecordingSettings;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A recording without threads: the test says what time it is and when the writer runs.
final class RecordingBench {
    static final long MILLI = 1_000_000;
    /// As [System#nanoTime] may be.
    static final long START = -5_000 * MILLI;

    static final Instant STARTED_AT = Instant.parse("2026-03-01T10:00:00Z");

    final MemoryFiles files = new MemoryFiles();
    final Intake intake = new Intake(4 << 20);
    final List<RecordingEvent> events = new ArrayList<>();
    final RecordingWriter writer;
    long now = START;
    private int tracks;

    RecordingBench() {
        var settings = new RecordingSettings(Path.of("unused"), "", 4 << 20, RecordingSettings.Sync.NEVER);
        writer = new RecordingWriter(
                new Surroundings(
                        settings, files, new Checksums(files), new PacketPool(), STARTED_AT, START, events::add),
                intake);
    }

    TrackWriter track(SourceKind kind) {
        var track = new TrackWriter(new SourceId(new PeerId("anna"), kind), tracks++, intake);
        intake.tracks.add(track);
        return track;
    }

    /// The writer's turns until the time comes.
    void runTo(long millis) {
        long until = START + millis * MILLI;
        while (now - until < 0) {
            now = Math.min(now + 20 * MILLI, until);
            turn();
        }
    }

    void turn() {
        while (writer.turn(now)) {
            // There is more.
        }
    }

    RecordingManifest close() {
        turn();
        return writer.close(now);
    }

    MatroskaReader read(RecordedFile file) {
        return new MatroskaReader(files.bytes(file.name()));
    }
}
