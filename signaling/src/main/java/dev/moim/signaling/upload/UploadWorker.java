package dev.moim.signaling.upload;

import dev.moim.signaling.auth.FileTokens;
import dev.moim.signaling.objects.Sha256;
import dev.moim.signaling.queue.Job;
import dev.moim.signaling.queue.JobQueue;
import dev.moim.signaling.queue.JobResult;
import dev.moim.signaling.queue.Labour;
import dev.moim.signaling.queue.RemoteWork;
import dev.moim.signaling.recording.RecordingFolders;
import dev.moim.signaling.store.RecordingFileRow;
import dev.moim.signaling.store.RecordingFileRows;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Says what is to be done for a file, and writes down what became of it. The key of its job is the file's id: a second
/// run finds the object and changes nothing.
@Singleton
class UploadWorker implements RemoteWork {
    static final String KIND = "upload";

    private static final Logger LOG = System.getLogger(UploadWorker.class.getName());

    private final RecordingFileRows files;
    private final RecordingFolders folders;
    private final UploadLabour labour;
    private final JobQueue queue;
    private final UploadLedger ledger;
    private final UploadSettings settings;
    private final FileTokens tokens;

    UploadWorker(
            RecordingFileRows files,
            RecordingFolders folders,
            UploadLabour labour,
            JobQueue queue,
            UploadLedger ledger,
            UploadSettings settings,
            FileTokens tokens) {
        this.files = files;
        this.folders = folders;
        this.labour = labour;
        this.queue = queue;
        this.ledger = ledger;
        this.settings = settings;
        this.tokens = tokens;
    }

    /// With the object's key, for the time when there is no row any more that says it.
    static Job job(RecordingFileRow file) {
        return new Job(KIND, file.id(), ObjectKeys.of(file));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int concurrency() {
        return settings.concurrency();
    }

    @Override
    public Labour labour() {
        return labour;
    }

    @Override
    public Step order(Job job, int attempt, Instant now) {
        Optional<RecordingFileRow> file = files.findById(job.key());
        if (file.isEmpty()) {
            // A process may have died after it had stored the file, and after the recording's objects were removed.
            removeObject(job.key(), job.payload(), now);
            return new Step.Nothing(new JobResult.Done());
        }
        if (isUploaded(file.get())) {
            return new Step.Nothing(new JobResult.Done());
        }
        String token =
                settings.serverUrl().isEmpty() ? "" : tokens.issue(file.get().id(), now);
        return new Step.CarryOut(
                UploadOrder.of(file.get(), settings.serverUrl(), token).write());
    }

    private Optional<RecordingFileRow> unfinished(String id) {
        return files.findById(id).filter(file -> !isUploaded(file));
    }

    private static boolean isUploaded(RecordingFileRow file) {
        return file.upload().equals("uploaded");
    }

    @Override
    public JobResult conclude(String id, int attempt, String outcome, Instant now) {
        Optional<RecordingFileRow> file = files.findById(id);
        return switch (UploadOutcome.read(outcome)) {
            case UploadOutcome.Stored(String key) -> {
                if (file.isEmpty() || !ledger.onUploaded(file.get(), now)) {
                    removeObject(id, key, now);
                }
                yield new JobResult.Done();
            }
            case UploadOutcome.Damaged(String why) -> {
                if (file.filter(this::isWhole).isPresent()) {
                    // Whoever tried it looked at another disk, or through a share that is away or behind.
                    yield onFailure(id, attempt, why, now);
                }
                LOG.log(Level.ERROR, "file " + id + " cannot be uploaded: it is damaged or gone: " + why);
                file.ifPresent(it -> ledger.onGivenUp(it, now));
                yield new JobResult.Done();
            }
            case UploadOutcome.Failed(String why) -> onFailure(id, attempt, why, now);
        };
    }

    @Override
    public JobResult onFault(String id, int attempt, Instant now) {
        return onFailure(id, attempt, "whoever tried it failed or died", now);
    }

    private JobResult onFailure(String id, int attempt, String why, Instant now) {
        Optional<RecordingFileRow> file = unfinished(id);
        if (file.isEmpty()) {
            return new JobResult.Done();
        }
        if (attempt >= settings.attempts()) {
            LOG.log(
                    Level.ERROR,
                    "gave up the upload of " + ObjectKeys.of(file.get()) + " after " + attempt + " attempts: " + why);
            ledger.onGivenUp(file.get(), now);
            return new JobResult.Done();
        }
        // A store that is away for a day is told of once for each file.
        if (attempt == 1) {
            LOG.log(
                    Level.WARNING,
                    "upload of " + ObjectKeys.of(file.get()) + " failed and will be tried again: " + why);
        }
        var pause =
                settings.backoff().after(attempt, ThreadLocalRandom.current().nextDouble());
        return new JobResult.Again(now.plus(pause), true);
    }

    private boolean isWhole(RecordingFileRow file) {
        Path path = folders.file(file);
        try (InputStream in = Files.newInputStream(path)) {
            return Files.size(path) == file.size() && Sha256.of(in).equals(file.sha256());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "file " + file.id() + " cannot be read here either", e);
            return false;
        }
    }

    /// Nobody wants the object any more. The store may be away.
    private void removeObject(String file, String key, Instant now) {
        if (!key.isEmpty()) {
            queue.submit(TidyWorker.object(file, key), now);
        }
    }
}
