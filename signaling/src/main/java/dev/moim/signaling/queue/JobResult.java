package dev.moim.signaling.queue;

import java.time.Instant;

/// What a worker says about a job it took.
public sealed interface JobResult {
    /// The job is over, unless it was submitted again meanwhile.
    record Done() implements JobResult {}

    /// The job is wanted again.
    ///
    /// @param due at the earliest; a submit meanwhile can only make it earlier
    /// @param countsAsAttempt true after a failure: the next call gets the next attempt. False when there was
    ///     progress: the next call gets attempt 1
    record Again(Instant due, boolean countsAsAttempt) implements JobResult {}
}
