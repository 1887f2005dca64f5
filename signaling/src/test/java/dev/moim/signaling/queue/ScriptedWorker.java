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
final class ScriptedWorker implements RemoteWork, Labour {
    static final String KIND = "scripted";
    static final int CONCURRENCY = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);

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
    public Labour labour() {
        return this;
    }

    @Override
    public Step order(Job job, int attempt, Instant now) {
        return new Step.CarryOut(attempt + "\n" + job.key() + "\n" + job.payload());
    }

    @Override
    public String carryOut(String order) {
        String[] parts = order.split("\n", 3);
        var run = new Run(parts[1], parts[2], Integer.parseInt(parts[0]));
        runs.add(run);
        return switch (script.work(run)) {
            case JobResult.Done() -> "";
            case JobResult.Again(Instant due, boolean failed) -> due + " " + failed;
        };
    }

    @Override
    public JobResult conclude(String key, int attempt, String outcome, Instant now) {
        if (outcome.isEmpty()) {
            return new JobResult.Done();
        }
        String[] parts = outcome.split(" ", 2);
        return new JobResult.Again(Instant.parse(parts[0]), Boolean.parseBoolean(parts[1]));
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
