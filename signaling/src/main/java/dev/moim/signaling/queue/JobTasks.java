package dev.moim.signaling.queue;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/// Turns workers into db-scheduler's tasks. How a run ends is decided by [Ending], under the row's lock.
final class JobTasks {
    /// A broker whose queue is full says no at once, for as long as nobody works.
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(2);

    private final StoredJobQueue queue;
    private volatile boolean stopping;

    JobTasks(StoredJobQueue queue) {
        this.queue = queue;
    }

    /// From now on a run that fails fails because the server stops.
    void onStop() {
        stopping = true;
    }

    /// Does a job here.
    Task<String> task(JobWorker worker) {
        return task(worker.kind(), run -> {
            JobResult result = worker.work(job(run), run.consecutiveFailures + 1, Instant.now());
            return () -> queue.finish(key(run), run.version, run.consecutiveFailures, result);
        });
    }

    /// Hands a job to the broker.
    Task<String> task(RemoteWork worker, Dispatch dispatch) {
        return task(worker.kind(), run -> {
            var ending = dispatch.send(worker, job(run), key(run), run.version, run.consecutiveFailures, this::goesOn);
            return switch (ending) {
                case Dispatch.Sent.Waits(Instant due) -> () -> queue.handOver(key(run), run.version, due);
                case Dispatch.Sent.Over(JobResult result) ->
                    () -> queue.finish(key(run), run.version, run.consecutiveFailures, result);
                case Dispatch.Sent.NotYet() -> () -> giveBack(run, goesOn() ? AFTER_REFUSAL : Duration.ZERO);
                case Dispatch.Sent.Gone() -> () -> {};
            };
        });
    }

    private boolean goesOn() {
        return !stopping;
    }

    private interface Run {
        Runnable run(Execution run);
    }

    private Task<String> task(String kind, Run work) {
        return Tasks.custom(kind, String.class)
                .onFailure((run, _) -> onFault(run.getExecution()))
                .onDeadExecution((run, _) -> giveBack(run.getExecution(), Duration.ZERO))
                .execute((_, context) -> {
                    Runnable then = work.run(context.getExecution());
                    return (_, _) -> then.run();
                });
    }

    private static Job job(Execution run) {
        return new Job(run.taskInstance.getTaskName(), run.taskInstance.getId(), (String) run.taskInstance.getData());
    }

    private void onFault(Execution run) {
        if (stopping) {
            giveBack(run, Duration.ZERO);
            return;
        }
        var pause = RemoteWork.AFTER_FAULT.after(
                run.consecutiveFailures + 1, ThreadLocalRandom.current().nextDouble());
        var again = new JobResult.Again(Instant.now().plus(pause), true);
        queue.finish(key(run), run.version, run.consecutiveFailures, again);
    }

    private void giveBack(Execution run, Duration pause) {
        Instant due = Instant.now().plus(pause);
        queue.giveBack(key(run), run.version, run.consecutiveFailures, due);
    }

    private static JobKey key(Execution run) {
        return new JobKey(run.taskInstance.getTaskName(), run.taskInstance.getId());
    }
}
