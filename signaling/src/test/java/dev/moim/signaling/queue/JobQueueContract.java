package dev.moim.signaling.queue;

import static dev.moim.signaling.queue.ScriptedWorker.KIND;
import static dev.moim.signaling.queue.ScriptedWorker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What every queue must give.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JobQueueContract {
    private static final Duration LATER = Duration.ofHours(1);

    private ApplicationContext context;
    private JobQueue queue;
    private ScriptedWorker worker;
    private TransactionOperations<Connection> transactions;
    private String key;

    /// Settings that lead to an empty queue.
    abstract Map<String, Object> settings();

    @BeforeAll
    void start() {
        open();
    }

    @SuppressWarnings("unchecked") // the only transactions here are those of JDBC
    private void open() {
        var settings = new HashMap<>(settings());
        settings.put("test.jobs", true);
        context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(settings)
                .start();
        queue = context.getBean(JobQueue.class);
        worker = context.getBean(ScriptedWorker.class);
        transactions = context.getBean(TransactionOperations.class);
    }

    @BeforeEach
    void newKey() {
        key = UUID.randomUUID().toString();
        worker.script = run -> new JobResult.Done();
    }

    @AfterAll
    void close() {
        context.close();
    }

    @Test
    void doesAJobOnceAfterTheCommit() {
        transactions.executeWrite(status -> {
            submit("한 번");
            // Long enough for a queue that does not wait for the commit.
            submitAndDoAnother();
            assertThat(worker.of(key)).isEmpty();
            return null;
        });

        await("the job", () -> !worker.of(key).isEmpty());
        submitAndDoAnother();
        assertThat(worker.of(key)).containsExactly(new ScriptedWorker.Run(key, "한 번", 1));
    }

    @Test
    void forgetsAJobWhoseTransactionFailed() {
        assertThatThrownBy(() -> transactions.executeWrite(status -> {
                    submit("never");
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);

        submitAndDoAnother();
        assertThat(worker.of(key)).isEmpty();
    }

    @Test
    void keepsTheEarlierTimeAndTheNewerPayload() {
        queue.submit(job("first"), Instant.now().plus(LATER));
        queue.submit(job("second"), Instant.now());
        await("the job", () -> !worker.of(key).isEmpty());

        String other = key + "-other";
        queue.submit(new Job(KIND, other, "first"), Instant.now().plusMillis(300));
        queue.submit(new Job(KIND, other, "second"), Instant.now().plus(LATER));
        await("the other job", () -> !worker.of(other).isEmpty());

        assertThat(worker.payloads(key)).containsExactly("second");
        assertThat(worker.payloads(other)).containsExactly("second");
    }

    @Test
    void runsAgainWhatWasSubmittedWhileItRan() {
        var running = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        worker.script = run -> {
            if (run.payload().equals("one")) {
                running.countDown();
                waitFor(go);
            }
            return new JobResult.Done();
        };
        submit("one");
        waitFor(running);
        submit("two");
        submit("three");
        go.countDown();

        await("the second run", () -> worker.of(key).size() == 2);
        submitAndDoAnother();
        assertThat(worker.payloads(key)).containsExactly("one", "three");
    }

    @Test
    void losesNoWakeUpAndNeverRunsAKeyTwiceAtOnce() throws Exception {
        int keys = 4;
        int submits = 60;
        Map<String, AtomicBoolean> busy = new ConcurrentHashMap<>();
        var twice = new AtomicInteger();
        worker.script = run -> {
            var flag = busy.computeIfAbsent(run.key(), k -> new AtomicBoolean());
            if (!flag.compareAndSet(false, true)) {
                twice.incrementAndGet();
            }
            flag.set(false);
            return new JobResult.Done();
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < keys; i++) {
                String each = key + i;
                threads.execute(() -> {
                    for (int n = 1; n <= submits; n++) {
                        queue.submit(new Job(KIND, each, "" + n), Instant.now());
                    }
                });
            }
        }

        for (int i = 0; i < keys; i++) {
            String each = key + i;
            await("the last payload of " + each, () -> worker.payloads(each).contains("" + submits));
        }
        assertThat(twice).hasValue(0);
    }

    @Test
    void cancelsWhatWaits() {
        queue.submit(job("never"), Instant.now().plusMillis(400));
        queue.cancel(KIND, key);
        queue.cancel(KIND, "nothing of this name");

        queue.submit(new Job(KIND, key + "-later", ""), Instant.now().plusMillis(800));
        await("a later job", () -> !worker.of(key + "-later").isEmpty());
        assertThat(worker.of(key)).isEmpty();
    }

    @Test
    void aCancelledRunIsTheLast() {
        var running = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        worker.script = run -> {
            if (run.key().equals(key)) {
                running.countDown();
                waitFor(go);
                return new JobResult.Again(Instant.now(), true);
            }
            return new JobResult.Done();
        };
        submit("only once");
        waitFor(running);
        queue.cancel(KIND, key);
        go.countDown();

        submitAndDoAnother();
        assertThat(worker.of(key)).hasSize(1);
    }

    @Test
    void countsAttemptsUntilThereIsProgress() {
        worker.script = run -> switch (worker.of(key).size()) {
            case 1 -> throw new IllegalStateException("a fault of the worker");
            case 2, 3 -> new JobResult.Again(Instant.now().plusMillis(50), true);
            case 4 -> new JobResult.Again(Instant.now().plusMillis(50), false);
            default -> new JobResult.Done();
        };
        submit("");

        await("five runs", () -> worker.of(key).size() == 5);
        assertThat(worker.of(key).stream().map(ScriptedWorker.Run::attempt)).containsExactly(1, 2, 3, 4, 1);
    }

    @Test
    void anErrorIsAFailedAttemptToo() {
        worker.script = run -> {
            if (worker.of(key).size() == 1) {
                throw new LinkageError("no RuntimeException");
            }
            return new JobResult.Done();
        };
        submit("");

        await("the second run", () -> worker.of(key).size() == 2);
        assertThat(worker.of(key).stream().map(ScriptedWorker.Run::attempt)).containsExactly(1, 2);
    }

    @Test
    void runsAFewAtOnceAndNoMore() {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        worker.script = run -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            if (most.get() < ScriptedWorker.CONCURRENCY) {
                await("company", () -> most.get() == ScriptedWorker.CONCURRENCY);
            }
            now.decrementAndGet();
            return new JobResult.Done();
        };
        int jobs = 20;
        for (int i = 0; i < jobs; i++) {
            queue.submit(new Job(KIND, key + i, "many"), Instant.now());
        }

        await(
                "all jobs",
                () -> worker.runs.stream()
                                .filter(run -> run.key().startsWith(key))
                                .count()
                        == jobs);
        assertThat(most).hasValue(ScriptedWorker.CONCURRENCY);
    }

    @Test
    void remembersJobsAcrossARestart() {
        queue.submit(job("after the restart"), Instant.now().plusSeconds(2));
        context.close();
        open();

        await("the job", () -> !worker.of(key).isEmpty());
        assertThat(worker.payloads(key)).containsExactly("after the restart");
    }

    private void submit(String payload) {
        queue.submit(job(payload), Instant.now());
    }

    private Job job(String payload) {
        return new Job(KIND, key, payload);
    }

    /// Returns when the queue has done what it had to do until now.
    private void submitAndDoAnother() {
        String other = "another-" + UUID.randomUUID();
        var worked = new CountDownLatch(1);
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            thread.execute(() -> queue.submit(new Job(KIND, other, ""), Instant.now()));
            thread.execute(() -> {
                await("another job", () -> !worker.of(other).isEmpty());
                worked.countDown();
            });
        }
        waitFor(worked);
    }

    final void submitOther(String other) {
        queue.submit(new Job(KIND, other, ""), Instant.now());
    }

    final ScriptedWorker worker() {
        return worker;
    }

    private static void waitFor(CountDownLatch latch) {
        await("a latch", () -> latch.getCount() == 0);
    }
}
