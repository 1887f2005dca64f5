package dev.moim.signaling.upload;

import dev.moim.signaling.objects.ObjectStore;
import dev.moim.signaling.queue.Backoff;
import dev.moim.signaling.queue.Job;
import dev.moim.signaling.queue.JobResult;
import dev.moim.signaling.queue.JobWorker;
import dev.moim.signaling.recording.RecordingFolders;
import dev.moim.signaling.store.RecordingFileRow;
import dev.moim.signaling.store.RecordingFileRows;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/// Removes what nobody wants any more: local copies by policy, and objects and folders of deleted recordings. It tries
/// for ever.
@Singleton
final class TidyWorker implements JobWorker {
    private static final Logger LOG = System.getLogger(TidyWorker.class.getName());
    private static final String KIND = "tidy";
    private static final String LOCAL = "local:";
    private static final String OBJECT = "object:";
    private static final String FOLDER = "folder:";
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofHours(1));

    private final RecordingFileRows files;
    private final RecordingFolders folders;
    private final ObjectStore store;
    private final UploadLedger ledger;

    TidyWorker(RecordingFileRows files, RecordingFolders folders, ObjectStore store, UploadLedger ledger) {
        this.files = files;
        this.folders = folders;
        this.store = store;
        this.ledger = ledger;
    }

    static Job localCopy(RecordingFileRow file) {
        return new Job(KIND, LOCAL + file.id(), file.id());
    }

    /// @param file whose object it is; its row is gone
    static Job object(String file, String key) {
        return new Job(KIND, OBJECT + file, key);
    }

    /// All that is left on this machine's disk of a deleted recording.
    static Job folder(String recording) {
        return new Job(KIND, FOLDER + recording, recording);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public JobResult work(Job job, int attempt, Instant now) {
        try {
            if (job.key().startsWith(OBJECT)) {
                store.delete(job.payload());
            } else if (job.key().startsWith(FOLDER)) {
                folders.delete(job.payload());
            } else {
                removeLocalCopy(job.payload());
            }
            return new JobResult.Done();
        } catch (IOException e) {
            var pause = BACKOFF.after(attempt, ThreadLocalRandom.current().nextDouble());
            return new JobResult.Again(now.plus(pause), true);
        }
    }

    private void removeLocalCopy(String id) throws IOException {
        var found = files.findById(id);
        if (found.isEmpty()) {
            return;
        }
        var file = found.get();
        // The last look before the only other copy goes.
        if (!store.holds(ObjectKeys.of(file), file.size(), file.sha256())) {
            LOG.log(Level.ERROR, "the store has lost " + ObjectKeys.of(file) + ": its local copy stays");
            return;
        }
        // First the row: whoever reads it then does not look for the file.
        if (ledger.onLocalCopyUnwanted(file)) {
            Path path = folders.file(file);
            Files.deleteIfExists(path);
            removeIfEmpty(path.resolveSibling("."));
        }
    }

    private static void removeIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder.normalize());
        } catch (DirectoryNotEmptyException e) {
            LOG.log(Level.DEBUG, "other files are still in " + folder);
        }
    }
}
