package dev.moim.media.record;

import java.time.Instant;
import java.util.function.Consumer;

/// What the tracks of one recording share on the writer's thread.
///
/// @param startNanos when the recording started, of [System#nanoTime]
/// @param startedAt the same moment on the wall
record Surroundings(
        RecorderSettings settings,
        OutputFiles files,
        Checksums checksums,
        PacketPool pool,
        Instant startedAt,
        long startNanos,
        Consumer<RecorderEvent> events) {
    Instant dateOf(long nanos) {
        return startedAt.plusNanos(nanos - startNanos);
    }
}
