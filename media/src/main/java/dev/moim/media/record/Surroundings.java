package dev.moim.media.record;

import dev.moim.media.RecordingEvent;
import dev.moim.media.RecordingSettings;
import java.time.Instant;
import java.util.function.Consumer;

/// What the tracks of one recording share on the writer's thread.
///
/// @param startNanos when the recording started, of [System#nanoTime]
/// @param startedAt the same moment on the wall
record Surroundings(
        RecordingSettings settings,
        OutputFiles files,
        Checksums checksums,
        PacketPool pool,
        Instant startedAt,
        long startNanos,
        Consumer<RecordingEvent> events) {
    Instant dateOf(long nanos) {
        return startedAt.plusNanos(nanos - startNanos);
    }
}
