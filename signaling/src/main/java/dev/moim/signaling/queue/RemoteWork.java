package dev.moim.signaling.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/// A worker whose heavy part is a [Labour]: before and after it the server, with its database, says what is to be done
/// and what follows. With a broker the part between runs wherever a process takes it from there.
public interface RemoteWork extends JobWorker {
    Backoff AFTER_FAULT = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    /// What is to be done for a job.
    sealed interface Step {
        /// @param order all that the labour needs to know, at most 8000 characters
        record CarryOut(String order) implements Step {}

        /// Nothing is left to do.
        record Nothing(JobResult result) implements Step {}
    }

    Labour labour();

    /// Called as [JobWorker#work] is.
    Step order(Job job, int attempt, Instant now);

    /// The labour is done. Called outside any transaction; after a crash once more with the same outcome.
    JobResult conclude(String key, int attempt, String outcome, Instant now);

    /// The labour failed by a fault, or the processes that tried it died of it.
    default JobResult onFault(String key, int attempt, Instant now) {
        var pause = AFTER_FAULT.after(attempt, ThreadLocalRandom.current().nextDouble());
        return new JobResult.Again(now.plus(pause), true);
    }

    @Override
    default JobResult work(Job job, int attempt, Instant now) {
        return switch (order(job, attempt, now)) {
            case Step.Nothing(JobResult result) -> result;
            case Step.CarryOut(String order) -> conclude(job.key(), attempt, labour().carryOut(order), Instant.now());
        };
    }
}
