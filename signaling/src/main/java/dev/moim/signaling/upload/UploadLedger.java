package dev.moim.signaling.upload;

import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.objects.ObjectStore;
import dev.moim.signaling.queue.JobQueue;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.RecordingFileRow;
import dev.moim.signaling.store.RecordingFileRows;
import dev.moim.signaling.store.RecordingRow;
import dev.moim.signaling.store.RecordingRows;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Writes down what became of files, and of a recording when it was the last of them: each change with its event in one
/// transaction, so that `recording.uploaded` is said once.
@Singleton
class UploadLedger {
    private static final String STOPPED = "stopped";
    private static final String FAILED = "failed";

    private final UploadRows rows;
    private final RecordingRows recordings;
    private final RecordingFileRows files;
    private final EventLog events;
    private final ObjectStore store;
    private final JobQueue queue;
    private final UploadSettings settings;

    UploadLedger(
            UploadRows rows,
            RecordingRows recordings,
            RecordingFileRows files,
            EventLog events,
            ObjectStore store,
            JobQueue queue,
            UploadSettings settings) {
        this.rows = rows;
        this.recordings = recordings;
        this.files = files;
        this.events = events;
        this.store = store;
        this.queue = queue;
        this.settings = settings;
    }

    /// The store has confirmed the file.
    ///
    /// @return false when the recording was deleted meanwhile: nobody will ask for the object
    @Transactional
    boolean onUploaded(RecordingFileRow file, Instant now) {
        if (recordings.lock(file.recordingId()).isEmpty()) {
            return false;
        }
        rows.markUploaded(file.id());
        if (settings.localCopies() == UploadSettings.LocalCopies.REMOVE) {
            queue.submit(TidyWorker.localCopy(file), now.plus(settings.removeAfter()));
        }
        settle(file.recordingId(), now);
        return true;
    }

    /// No more attempts will be made.
    @Transactional
    void onGivenUp(RecordingFileRow file, Instant now) {
        if (recordings.lock(file.recordingId()).isPresent()) {
            rows.markFailed(file.id());
            settle(file.recordingId(), now);
        }
    }

    /// Says how a stopped recording has ended, if it has.
    @Transactional
    void settle(String recording, Instant now) {
        RecordingRow row = recordings.lock(recording).orElseThrow();
        boolean stopped = row.state().equals(STOPPED);
        if (!stopped && !row.state().equals(FAILED)) {
            return;
        }
        List<RecordingFileRow> all = files.of(recording);
        var room = new RoomId(row.roomId());
        if (all.stream().anyMatch(file -> file.upload().equals(FAILED))) {
            if (stopped) {
                recordings.move(recording, STOPPED, FAILED);
                events.append(room, "recording.failed", now, Map.of("recording", recording, "reason", "upload"));
            }
        } else if (all.stream().allMatch(file -> file.upload().equals("uploaded"))) {
            // Also after a failure: a process that dies when it has given up tries once more, and may succeed.
            recordings.move(recording, row.state(), "uploaded");
            events.append(room, "recording.uploaded", now, UploadedEvent.data(recording, all, store));
        }
    }

    /// Tries the files again that were given up.
    ///
    /// @return false when there are none
    @Transactional
    boolean retry(String recording, Instant now) {
        if (recordings.lock(recording).isEmpty() || rows.markWaiting(recording) == 0) {
            return false;
        }
        recordings.move(recording, FAILED, STOPPED);
        // Those that wait for their next attempt need not wait longer.
        files.of(recording).stream()
                .filter(file -> file.upload().equals("waiting"))
                .forEach(file -> queue.submit(UploadWorker.job(file), now));
        return true;
    }

    /// @return false when the recording was deleted meanwhile
    @Transactional
    boolean onLocalCopyUnwanted(RecordingFileRow file) {
        return rows.markRemoved(file.id()) == 1;
    }
}
