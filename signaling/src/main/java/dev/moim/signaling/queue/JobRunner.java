package dev.moim.signaling.queue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/// Runs the jobs of one kind by a db-scheduler of its own: virtual threads, one query in five seconds when idle.
final class JobRunner {
    /// Finds jobs whose time came without anyone telling: those that other processes submitted, or before the start.
    static final Duration POLL = Duration.ofSeconds(5);

    /// A process that was not heard of for four of these lost its jobs to another one.
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final int MISSED_HEARTBEATS = 4;

    /// Twice this long a stop waits for running jobs; what is not done then runs again after the next start.
    private static final Duration STOP = Duration.ofSeconds(1);

    private final Scheduler scheduler;

    /// @param tasks of all kinds, so that each scheduler understands each row it may meet
    JobRunner(String kind, int concurrency, List<Task<?>> tasks, DataSource database, String node) {
        var poll = new CalmPool(kind + "-poll", 1);
        scheduler = new SchedulerBuilder(database, tasks)
                .tableName("jobs")
                .schedulerName(new SchedulerName.Fixed(node))
                .jdbcCustomization(new KindCustomization(kind))
                .serializer(new Utf8())
                .threads(concurrency)
                .executorService(new CalmPool(kind, concurrency))
                .dueExecutor(poll)
                .housekeeperExecutor(Executors.newScheduledThreadPool(
                        1, Thread.ofVirtual().name(kind + "-housekeeping").factory()))
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(STOP)
                .failureLogging(LogLevel.WARN, false)
                .build();
        poll.onStop(scheduler::triggerCheckForDueExecutions);
    }

    void start() {
        scheduler.start();
    }

    void wake() {
        scheduler.triggerCheckForDueExecutions();
    }

    void stop() {
        scheduler.stop();
    }
}
