package dev.moim.signaling.queue;

import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One row of the queue, as far as decisions need it.
///
/// @param picked whether it runs in this process or another one on the same database
/// @param againAt when it is due again, for a job that was submitted while it ran
/// @param cancelled while it ran
/// @param version changes whenever a run begins or ends
@MappedEntity("jobs")
record JobRow(
        @EmbeddedId JobKey key,
        Instant executionTime,
        boolean picked,
        @Nullable Instant againAt,
        boolean cancelled,
        long version) {

    static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }
}
