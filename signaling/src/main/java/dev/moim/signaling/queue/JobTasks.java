package dev.moim.signaling.queue;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/// Turns workers into db-scheduler's tasks. How a run ends is decided by [Ending], under the row's lock.
final class JobTasks {
    private static final Backoff AFTER_FAULT = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    private final StoredJobQueue queue;
    private volatile boolean stopping;

    JobTasks(StoredJobQueue queue) {
        this.queue = queue;
    }

    /// From now on a run that fails fails because the server stops.
    void onStop() {
        stopping = true;
    }

    Task<String> task(JobWorker worker) {
        return Tasks.custom(worker.kind(), String.class)
                .onFailure((run, _) -> onFault(run.getExecution()))
                .onDeadExecution((run, _) -> giveBack(run.getExecution()))
                .execute((task, context) -> {
                    var run = context.getExecution();
                    var job = new Job(worker.kind(), task.getId(), task.getData());
                    JobResult result = worker.work(job, run.consecutiveFailures + 1, Instant.now());
                    return (_, _) -> queue.finish(key(run), run.version, run.consecutiveFailures, result);
                });
    }

    private void onFault(Execution run) {
        if (stopping) {
            giveBack(run);
            return;
        }
        var pause = AFTER_FAULT.after(
                run.consecutiveFailures + 1, ThreadLocalRandom.current().nextDouble());
        var again = new JobResult.Again(Instant.now().plus(pause), true);
        queue.finish(key(run), run.version, run.consecutiveFailures, again);
    }

    private void giveBack(Execution run) {
        queue.giveBack(key(run), run.version, run.consecutiveFailures, Instant.now());
    }

    private static JobKey key(Execution run) {
        return new JobKey(run.taskInstance.getTaskName(), run.taskInstance.getId());
    }
}
