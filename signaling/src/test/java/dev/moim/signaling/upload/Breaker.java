package dev.moim.signaling.upload;

import dev.moim.signaling.objects.ObjectStore;
import dev.moim.signaling.queue.Job;
import dev.moim.signaling.queue.JobResult;
import dev.moim.signaling.queue.JobWorker;
import dev.moim.signaling.queue.Labour;
import dev.moim.signaling.queue.RemoteWork;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets the process go no further than a chosen step of the pipeline, as if it had died there.
@Factory
@Requires(property = "test.break-at")
final class Breaker {
    enum Step {
        BEFORE_WORK,
        BEFORE_PUT,
        AFTER_PUT,
        IN_TRANSACTION,
        AFTER_COMMIT,
        NONE
    }

    static volatile Step at = Step.NONE;
    static final AtomicInteger reached = new AtomicInteger();

    private static void pass(Step step) {
        if (at == step) {
            reached.incrementAndGet();
            throw new IllegalStateException("died at " + step);
        }
    }

    @Singleton
    BeanCreatedEventListener<ObjectStore> stores() {
        return event -> new Store(event.getBean());
    }

    @Singleton
    BeanCreatedEventListener<JobWorker> workers() {
        return event -> event.getBean() instanceof UploadWorker worker ? new Worker(worker) : event.getBean();
    }

    private record Worker(RemoteWork worker) implements RemoteWork {
        @Override
        public String kind() {
            return worker.kind();
        }

        @Override
        public int concurrency() {
            return worker.concurrency();
        }

        @Override
        public Labour labour() {
            return worker.labour();
        }

        @Override
        public RemoteWork.Step order(Job job, int attempt, Instant now) {
            pass(Breaker.Step.BEFORE_WORK);
            return worker.order(job, attempt, now);
        }

        @Override
        public JobResult conclude(String key, int attempt, String outcome, Instant now) {
            JobResult result = worker.conclude(key, attempt, outcome, now);
            pass(Breaker.Step.AFTER_COMMIT);
            return result;
        }
    }

    private record Store(ObjectStore store) implements ObjectStore {
        @Override
        public void put(String key, Path file, long size, String sha256) throws IOException {
            pass(Step.BEFORE_PUT);
            store.put(key, file, size, sha256);
            pass(Step.AFTER_PUT);
        }

        @Override
        public boolean holds(String key, long size, String sha256) throws IOException {
            return store.holds(key, size, sha256);
        }

        @Override
        public InputStream open(String key, long from, long length) throws IOException {
            return store.open(key, from, length);
        }

        @Override
        public void delete(String key) throws IOException {
            store.delete(key);
        }

        @Override
        public String location(String key) {
            // Asked for the event, when the file's row has been changed.
            pass(Step.IN_TRANSACTION);
            return store.location(key);
        }
    }
}
