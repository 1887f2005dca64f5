package dev.moim.signaling.store;

import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A stretch of a recording without a pause.
///
/// @param state `open` or `closed`
/// @param closedAt when its files were complete; null before
@MappedEntity("recording_segments")
public record RecordingSegmentRow(
        @EmbeddedId NumberInRecording key, String state, Instant startedAt, @Nullable Instant closedAt) {}
