package dev.moim.signaling.queue;

import java.time.Instant;

/// Does the jobs of one kind. A bean for each kind; it may see a job twice, so doing it again must be harmless.
public interface JobWorker {
    /// The kind of the jobs, the same for ever: small letters and hyphens.
    String kind();

    /// How many jobs may run at once, at least 1.
    int concurrency();

    /// Called on a virtual thread outside any transaction, never twice at once for one key. Nothing interrupts it;
    /// when the server stops it gets two seconds, and the job runs again after the next start. A RuntimeException
    /// is a failed attempt: the job comes again after a growing pause of at most five minutes.
    ///
    /// @param attempt counts from 1
    JobResult work(Job job, int attempt, Instant now);
}
