package dev.moim.signaling.queue;

import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The queue as a table of the database, so that a job is there if and only if the state it belongs to is.
@Singleton
class StoredJobQueue implements JobQueue {
    /// Two submits of a new job can miss each other once; more often only when it is also cancelled each time.
    private static final int TRIES = 10;

    private final JobRows rows;
    private final ApplicationEventPublisher<Due> publisher;

    StoredJobQueue(JobRows rows, ApplicationEventPublisher<Due> publisher) {
        this.rows = rows;
        this.publisher = publisher;
    }

    /// Told to the transaction, which passes it on when it commits.
    record Due(String kind, Instant at) {}

    @Override
    @Transactional
    public void submit(Job job, Instant due) {
        // PostgreSQL keeps microseconds.
        Instant at = due.truncatedTo(ChronoUnit.MICROS);
        byte[] payload = job.payload().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < TRIES; i++) {
            if (put(job, payload, at)) {
                publisher.publishEvent(new Due(job.kind(), at));
                return;
            }
        }
        throw new IllegalStateException("the row of job " + job.kind() + " " + job.key() + " comes and goes");
    }

    private boolean put(Job job, byte[] payload, Instant due) {
        var found = rows.lock(job.kind(), job.key());
        if (found.isEmpty()) {
            return rows.insert(job.kind(), job.key(), payload, due) == 1;
        }
        var row = found.get();
        if (row.runs()) {
            rows.runAgain(job.kind(), job.key(), payload, JobRow.earlier(row.againAt(), due));
        } else {
            rows.renew(job.kind(), job.key(), payload, JobRow.earlier(row.executionTime(), due));
        }
        return true;
    }

    @Override
    @Transactional
    public void cancel(String kind, String key) {
        rows.lock(kind, key).ifPresent(row -> {
            if (row.runs()) {
                rows.markCancelled(kind, key);
            } else {
                rows.remove(kind, key);
            }
        });
    }

    /// Ends the run that began with this version of the row. Nothing happens when the row has gone another way.
    ///
    /// @param failures how many attempts had failed before this run
    @Transactional
    void finish(JobKey job, long version, int failures, JobResult result) {
        rows.lock(job.kind(), job.key())
                .filter(row -> row.picked() && row.version() == version)
                .ifPresent(row -> end(row, Ending.of(row, failures, result)));
    }

    /// Gives a run back that came to nothing through no fault of the job.
    @Transactional
    void giveBack(JobKey job, long version, int failures, Instant due) {
        rows.lock(job.kind(), job.key())
                .filter(row -> row.picked() && row.version() == version)
                .ifPresent(row -> end(row, row.cancelled() ? new Ending.Remove() : new Ending.Wait(due, failures)));
    }

    /// Notes under which ticket the broker will get the run that began with this version of the row.
    ///
    /// @return false when there is nothing to be done any more
    @Transactional
    boolean issue(JobKey job, long version, String ticket) {
        var row = rows.lock(job.kind(), job.key()).filter(it -> it.picked() && it.version() == version);
        if (row.isPresent() && row.get().cancelled()) {
            // The run before this one was its last, and came to no end.
            rows.remove(job.kind(), job.key());
            return false;
        }
        return row.isPresent() && rows.putTicket(job.kind(), job.key(), ticket) == 1;
    }

    /// The broker has the run. Nothing happens when it came to its end already.
    ///
    /// @param due when it is taken for lost
    @Transactional
    void handOver(JobKey job, long version, Instant due) {
        rows.lock(job.kind(), job.key())
                .filter(row -> row.picked() && row.version() == version)
                .ifPresent(_ -> rows.handOver(job.kind(), job.key(), due.truncatedTo(ChronoUnit.MICROS)));
    }

    /// The row of a run elsewhere; empty when the ticket is not that of its latest run.
    Optional<JobRow> running(JobKey job, String ticket) {
        return rows.find(job.kind(), job.key()).filter(row -> ticket.equals(row.ticket()));
    }

    /// Ends a run elsewhere. Nothing happens when the ticket is not that of its latest run.
    @Transactional
    void finish(JobKey job, String ticket, JobResult result) {
        rows.lock(job.kind(), job.key())
                .filter(row -> ticket.equals(row.ticket()))
                .ifPresent(row -> end(row, Ending.of(row, row.consecutiveFailures(), result)));
    }

    /// Somebody works on it.
    void extend(JobKey job, String ticket, Instant due) {
        rows.extend(job.kind(), job.key(), ticket, due.truncatedTo(ChronoUnit.MICROS));
    }

    /// For a moment in which nobody could say that they work.
    void extendAll(Instant due) {
        rows.extendAll(due.truncatedTo(ChronoUnit.MICROS));
    }

    private void end(JobRow row, Ending ending) {
        switch (ending) {
            case Ending.Remove() -> rows.remove(row.key().kind(), row.key().key());
            case Ending.Wait(Instant due, int failures) -> {
                Instant at = due.truncatedTo(ChronoUnit.MICROS);
                rows.release(row.key().kind(), row.key().key(), at, failures);
                publisher.publishEvent(new Due(row.key().kind(), at));
            }
        }
    }
}
