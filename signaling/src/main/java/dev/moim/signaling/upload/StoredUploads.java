package dev.moim.signaling.upload;

import dev.moim.signaling.objects.ObjectStore;
import dev.moim.signaling.queue.JobQueue;
import dev.moim.signaling.recording.Uploads;
import dev.moim.signaling.store.RecordingFileRow;
import dev.moim.signaling.store.RecordingFileRows;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Uploads as jobs of the durable queue.
@Singleton
public class StoredUploads implements Uploads {
    /// For a recorder that still closes files, too.
    private static final Duration AFTER_REMOVAL = Duration.ofSeconds(5);

    private final RecordingFileRows files;
    private final JobQueue queue;
    private final UploadLedger ledger;
    private final ObjectStore store;

    StoredUploads(RecordingFileRows files, JobQueue queue, UploadLedger ledger, ObjectStore store) {
        this.files = files;
        this.queue = queue;
        this.ledger = ledger;
        this.store = store;
    }

    @Override
    @Transactional
    public void onSegmentClosed(String recording, List<String> fileIds) {
        Instant now = Instant.now();
        for (String id : fileIds) {
            queue.submit(UploadWorker.job(files.findById(id).orElseThrow()), now);
        }
    }

    @Override
    @Transactional
    public void onStopped(String recording) {
        ledger.settle(recording, Instant.now());
    }

    @Override
    @Transactional
    public void onDeleted(String recording) {
        Instant now = Instant.now();
        for (RecordingFileRow file : files.of(recording)) {
            queue.cancel(UploadWorker.KIND, file.id());
            queue.submit(TidyWorker.object(file.id(), ObjectKeys.of(file)), now);
        }
        // Whoever deletes the rows removes the folder after that, and may die before.
        queue.submit(TidyWorker.folder(recording), now.plus(AFTER_REMOVAL));
    }

    /// Tries again, with all attempts before them, the files that were given up.
    ///
    /// @return false when there are none
    public boolean retry(String recording) {
        return ledger.retry(recording, Instant.now());
    }

    /// A part of an uploaded file. The caller closes the stream.
    public InputStream open(RecordingFileRow file, long from, long length) throws IOException {
        return store.open(ObjectKeys.of(file), from, length);
    }
}
