package dev.moim.signaling.upload;

import dev.moim.signaling.objects.ObjectStore;
import dev.moim.signaling.queue.Job;
import dev.moim.signaling.queue.JobResult;
import dev.moim.signaling.queue.JobWorker;
import dev.moim.signaling.queue.Labour;
import dev.moim.signaling.queue.RemoteWork;
import dev.moim.signaling.recording.Uploads;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets the process go no further than a chosen step of the pipeline, as if it had died there.
@Factory
@Requires(property = "test.break-at")
final class Breaker {
    /// In their order.
    enum Step {
        /// The recording has begun, and has a row; its folder is not there.
        SEGMENT_STORED,
        FOLDER_MADE,
        /// Files are being written, and the manifest has been written once.
        RECORDED,
        STOP_STORED,
        /// The last manifest is on the disk, the segment's end in a transaction, and nothing else.
        BEFORE_JOBS,
        /// All of it is in the transaction.
        AFTER_JOBS,
        SEGMENT_CLOSED,
        BEFORE_WORK,
        BEFORE_PUT,
        AFTER_PUT,
        IN_TRANSACTION,
        AFTER_COMMIT,
        /// A file is uploaded, and policy wants no local copy.
        BEFORE_REMOVAL,
        AFTER_REMOVAL,
        NONE
    }

    /// What happens at the chosen step.
    enum Way {
        /// An exception, each time.
        FAIL,
        /// Whoever comes there waits until another step is chosen, and goes on then.
        WAIT,
        /// The end of the process, without a word.
        DIE
    }

    static final int EXIT_CODE = 137;

    static volatile Step at = Step.NONE;
    static volatile Way way = Way.FAIL;
    static final AtomicInteger reached = new AtomicInteger();

    static void pass(Step step) {
        if (at != step) {
            return;
        }
        reached.incrementAndGet();
        switch (way) {
            case FAIL -> throw new IllegalStateException("died at " + step);
            case WAIT -> Pipeline.await("another step", () -> at != step);
            case DIE -> Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    @Singleton
    BeanCreatedEventListener<Uploads> uploads() {
        return event -> new Submitting(event.getBean());
    }

    @Singleton
    BeanCreatedEventListener<ObjectStore> stores() {
        return event -> new Store(event.getBean());
    }

    @Singleton
    BeanCreatedEventListener<JobWorker> workers() {
        return event -> switch (event.getBean()) {
            case UploadWorker worker -> new Worker(worker);
            case TidyWorker worker -> new Tidy(worker);
            case JobWorker other -> other;
        };
    }

    private record Submitting(Uploads uploads) implements Uploads {
        @Override
        public void onSegmentClosed(String recording, List<String> fileIds) {
            pass(Step.BEFORE_JOBS);
            uploads.onSegmentClosed(recording, fileIds);
            pass(Step.AFTER_JOBS);
        }

        @Override
        public void onStopped(String recording) {
            uploads.onStopped(recording);
        }

        @Override
        public void onDeleted(String recording) {
            uploads.onDeleted(recording);
        }
    }

    private record Tidy(JobWorker worker) implements JobWorker {
        @Override
        public String kind() {
            return worker.kind();
        }

        @Override
        public int concurrency() {
            return worker.concurrency();
        }

        @Override
        public JobResult work(Job job, int attempt, Instant now) {
            JobResult result = worker.work(job, attempt, now);
            pass(Step.AFTER_REMOVAL);
            return result;
        }
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
            // Asked before a local copy goes.
            pass(Step.BEFORE_REMOVAL);
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
