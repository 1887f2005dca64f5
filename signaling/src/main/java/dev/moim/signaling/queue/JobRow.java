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
/// @param ticket under which it was handed to a broker; null when it was not
/// @param version changes whenever a run begins or ends
@MappedEntity("jobs")
record JobRow(
        @EmbeddedId JobKey key,
        Instant executionTime,
        boolean picked,
        @Nullable Instant againAt,
        boolean cancelled,
        long version,
        int consecutiveFailures,
        @Nullable String ticket) {
    /// Whether somebody works on it, here or elsewhere.
    boolean runs() {
        return picked || ticket != null;
    }

    static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }
}
