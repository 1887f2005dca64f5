package dev.moim.signaling.upload;

import dev.moim.signaling.objects.DamagedFileException;
import dev.moim.signaling.objects.ObjectStore;
import dev.moim.signaling.queue.Job;
import dev.moim.signaling.queue.JobResult;
import dev.moim.signaling.queue.JobWorker;
import dev.moim.signaling.recording.RecordingFolders;
import dev.moim.signaling.store.RecordingFileRow;
import dev.moim.signaling.store.RecordingFileRows;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts one file into the store. The key of its job is the file's id: a second run finds the object and changes
/// nothing.
@Singleton
final class UploadWorker implements JobWorker {
    static final String KIND = "upload";
    private static final Logger LOG = LoggerFactory.getLogger(UploadWorker.class);

    private final RecordingFileRows files;
    private final RecordingFolders folders;
    private final ObjectStore store;
    private final UploadLedger ledger;
    private final UploadSettings settings;

    UploadWorker(
            RecordingFileRows files,
            RecordingFolders folders,
            ObjectStore store,
            UploadLedger ledger,
            UploadSettings settings) {
        this.files = files;
        this.folders = folders;
        this.store = store;
        this.ledger = ledger;
        this.settings = settings;
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
    public JobResult work(Job job, int attempt, Instant now) {
        Optional<RecordingFileRow> file = files.findById(job.key());
        if (file.isEmpty() || file.get().upload().equals("uploaded")) {
            return new JobResult.Done();
        }
        return upload(file.get(), attempt, now);
    }

    private JobResult upload(RecordingFileRow file, int attempt, Instant now) {
        String key = ObjectKeys.of(file);
        try {
            store.put(key, folders.file(file), file.size(), file.sha256());
        } catch (DamagedFileException | NoSuchFileException e) {
            LOG.error("file {} cannot be uploaded: it is damaged or gone", key, e);
            ledger.onGivenUp(file, now);
            return new JobResult.Done();
        } catch (IOException | RuntimeException e) {
            return onFailure(file, attempt, e);
        }
        if (!ledger.onUploaded(file, Instant.now())) {
            deleteOrphan(key);
        }
        return new JobResult.Done();
    }

    private JobResult onFailure(RecordingFileRow file, int attempt, Exception failure) {
        Instant now = Instant.now();
        if (attempt >= settings.attempts()) {
            LOG.error("gave up the upload of {} after {} attempts", ObjectKeys.of(file), attempt, failure);
            ledger.onGivenUp(file, now);
            return new JobResult.Done();
        }
        // A store that is away for a day is told of once for each file.
        if (attempt == 1) {
            LOG.warn("upload of {} failed and will be tried again: {}", ObjectKeys.of(file), failure.toString());
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
