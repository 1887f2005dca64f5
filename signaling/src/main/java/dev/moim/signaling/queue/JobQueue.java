package dev.moim.signaling.queue;

import java.time.Instant;

/// A durable queue: what was submitted is done at least once, whatever dies in between. Any thread.
public interface JobQueue {
    /// Part of the caller's transaction when there is one: taken up after it commits, at `due` at the earliest.
    /// There is at most one job of a kind and key. Submitting it again while it waits leaves the earlier of the two
    /// due times and the newer payload, and its attempts begin at 1; submitting it while it runs makes it run again
    /// afterwards.
    void submit(Job job, Instant due);

    /// Part of the caller's transaction. Nothing if there is none; a job that runs comes to its end.
    void cancel(String kind, String key);
}
