package dev.moim.signaling.queue;

import io.micronaut.context.ApplicationContext;
import java.time.Instant;
import java.util.Map;

/// A process that takes a job, says so, and never comes to its end.
final class WorkUntilKilled {
    static final Job JOB = new Job(ScriptedWorker.KIND, "long", "work");

    private WorkUntilKilled() {}

    public static void main(String[] args) throws InterruptedException {
        var context = open(args[0]);
        context.getBean(ScriptedWorker.class).script = run -> {
            System.out.println("working");
            System.out.flush();
            while (true) {
                Thread.onSpinWait();
            }
        };
        context.getBean(JobQueue.class).submit(JOB, Instant.now());
        Thread.currentThread().join();
    }

    static ApplicationContext open(String data) {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(Map.of("moim.data", data, "test.jobs", true))
                .start();
    }
}
