package dev.moim.signaling.upload;

import dev.moim.signaling.auth.FileTokens;
import dev.moim.signaling.objects.ObjectStore;
import dev.moim.signaling.queue.Job;
import dev.moim.signaling.queue.JobResult;
import dev.moim.signaling.queue.Labour;
import dev.moim.signaling.queue.RemoteWork;
import dev.moim.signaling.store.RecordingFileRow;
import dev.moim.signaling.store.RecordingFileRows;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says what is to be done for a file, and writes down what became of it. The key of its job is the file's id: a second
/// run finds the object and changes nothing.
@Singleton
class UploadWorker implements RemoteWork {
    static final String KIND = "upload";

    private static final Logger LOG = LoggerFactory.getLogger(UploadWorker.class);

    private final RecordingFileRows files;
    private final UploadLabour labour;
    private final ObjectStore store;
    private final UploadLedger ledger;
    private final UploadSettings settings;
    private final FileTokens tokens;

    UploadWorker(
            RecordingFileRows files,
            UploadLabour labour,
            ObjectStore store,
            UploadLedger ledger,
            UploadSettings settings,
            FileTokens tokens) {
        this.files = files;
        this.labour = labour;
        this.store = store;
        this.ledger = ledger;
        this.settings = settings;
        this.tokens = tokens;
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
        Optional<RecordingFileRow> file = unfinished(job.key());
        if (file.isEmpty()) {
            return new Step.Nothing(new JobResult.Done());
        }
        String token =
                settings.serverUrl().isEmpty() ? "" : tokens.issue(file.get().id(), now);
        return new Step.CarryOut(
                UploadOrder.of(file.get(), settings.serverUrl(), token).write());
    }

    private Optional<RecordingFileRow> unfinished(String id) {
        return files.findById(id).filter(file -> !file.upload().equals("uploaded"));
    }

    @Override
    public JobResult conclude(String id, int attempt, String outcome, Instant now) {
        Optional<RecordingFileRow> file = files.findById(id);
        return switch (UploadOutcome.read(outcome)) {
            case UploadOutcome.Stored(String key) -> {
                if (file.isEmpty() || !ledger.onUploaded(file.get(), now)) {
                    deleteOrphan(key);
                }
                yield new JobResult.Done();
            }
            case UploadOutcome.Damaged(String why) -> {
                LOG.error("file {} cannot be uploaded: it is damaged or gone: {}", id, why);
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
            LOG.error("gave up the upload of {} after {} attempts: {}", ObjectKeys.of(file.get()), attempt, why);
            ledger.onGivenUp(file.get(), now);
            return new JobResult.Done();
        }
        // A store that is away for a day is told of once for each file.
        if (attempt == 1) {
            LOG.warn("upload of {} failed and will be tried again: {}", ObjectKeys.of(file.get()), why);
        }
        var pause =
                settings.backoff().after(attempt, ThreadLocalRandom.current().nextDouble());
        return new JobResult.Again(now.plus(pause), true);
    }

    private void deleteOrphan(String key) {
        try {
            store.delete(key);
        } catch (IOException e) {
            LOG.warn("the object {} of a deleted recording is left in the store", key, e);
        }
    }
}
