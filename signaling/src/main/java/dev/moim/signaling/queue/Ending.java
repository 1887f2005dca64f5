package dev.moim.signaling.queue;

import java.time.Instant;

/// What becomes of a job's row when a run has ended.
sealed interface Ending {
    record Remove() implements Ending {}

    /// @param failures attempts that failed in a row
    record Wait(Instant due, int failures) implements Ending {}

    /// A submit while it ran outweighs whatever the run came to; a cancel outweighs a wish to come again.
    ///
    /// @param failures before this run
    static Ending of(JobRow row, int failures, JobResult result) {
        return switch (result) {
            case JobResult.Done() -> row.againAt() == null ? new Remove() : new Wait(row.againAt(), 0);
            case JobResult.Again(Instant due, boolean failed) -> {
                if (row.againAt() != null) {
                    yield new Wait(JobRow.earlier(row.againAt(), due), 0);
                }
                yield row.cancelled() ? new Remove() : new Wait(due, failed ? failures + 1 : 0);
            }
        };
    }
}
