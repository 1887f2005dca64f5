package dev.moim.signaling.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// @param state `recording`, `paused`, `stopped`, `uploaded` or `failed`
/// @param startedBy the subject of who started it
/// @param stoppedAt when it was told to stop; null before
@MappedEntity("recordings")
public record RecordingRow(
        @Id String id,
        String roomId,
        String state,
        String startedBy,
        Instant startedAt,
        @Nullable Instant stoppedAt,
        long version) {}
