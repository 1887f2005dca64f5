package dev.moim.signaling.queue;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// Does what the test says and remembers what it was given.
@Singleton
@Requires(property = "test.jobs")
final class ScriptedWorker implements JobWorker {
    static final String KIND = "scripted";
    static final int CONCURRENCY = 3;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final List<Run> runs = new CopyOnWriteArrayList<>();
    volatile Script script = run -> new JobResult.Done();

    record Run(String key, String payload, int attempt) {}

    interface Script {
        JobResult work(Run run);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int concurrency() {
        return CONCURRENCY;
    }

    @Override
    public JobResult work(Job job, int attempt, Instant now) {
        var run = new Run(job.key(), job.payload(), attempt);
        runs.add(run);
        return script.work(run);
    }

    List<Run> of(String key) {
        return runs.stream().filter(run -> run.key().equals(key)).toList();
    }

    List<String> payloads(String key) {
        return of(key).stream().map(Run::payload).toList();
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + LIMIT + ": " + what);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
