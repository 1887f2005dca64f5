package dev.moim.signaling.recording;

import dev.moim.signaling.auth.Ids;
import dev.moim.signaling.room.RecordingFact;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.NumberInRecording;
import dev.moim.signaling.store.RecordingFileRow;
import dev.moim.signaling.store.RecordingFileRows;
import dev.moim.signaling.store.RecordingRow;
import dev.moim.signaling.store.RecordingRows;
import dev.moim.signaling.store.RecordingSegmentRow;
import dev.moim.signaling.store.RecordingSegmentRows;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The states of recordings and segments in the database. What belongs together is one transaction. Any thread; blocks.
@Singleton
public class Recordings {
    private static final String RECORDING = "recording";
    private static final String PAUSED = "paused";
    private static final String STOPPED = "stopped";

    private final RecordingRows rows;
    private final RecordingSegmentRows segments;
    private final RecordingFileRows files;
    private final Uploads uploads;
    /// Segments that this process opened: whatever else is open was left by one that died.
    private final Set<SegmentId> own = ConcurrentHashMap.newKeySet();

    Recordings(RecordingRows rows, RecordingSegmentRows segments, RecordingFileRows files, Uploads uploads) {
        this.rows = rows;
        this.segments = segments;
        this.files = files;
        this.uploads = uploads;
    }

    /// Changes rows as the fact says, in the caller's transaction.
    @Transactional
    public void store(RoomId room, RecordingFact fact) {
        Instant at = fact.at().truncatedTo(ChronoUnit.MICROS);
        String id = fact.recording();
        switch (fact) {
            case RecordingFact.Started started -> {
                rows.save(new RecordingRow(id, room.value(), RECORDING, started.by(), at, null, 1));
                open(id, started.segment(), at);
            }
            case RecordingFact.Paused _ -> rows.move(id, RECORDING, PAUSED);
            case RecordingFact.Resumed resumed -> {
                rows.move(id, PAUSED, RECORDING);
                open(id, resumed.segment(), at);
            }
            case RecordingFact.Stopped _ -> {
                rows.stop(id, at);
                finishIfClosed(id);
            }
        }
    }

    private void open(String recording, int number, Instant at) {
        var key = new NumberInRecording(recording, number);
        // A store whose outcome nobody learned comes again.
        if (number > 0 && !segments.existsById(key)) {
            own.add(new SegmentId(recording, number));
            segments.save(new RecordingSegmentRow(key, "open", at, null));
        }
    }

    /// The segment's files are complete: they become rows, and what brings them away is told. Doing it again does
    /// nothing.
    @Transactional
    void close(SegmentId segment, List<ClosedFile> closed, Instant now) {
        String id = segment.recording();
        own.remove(segment);
        // Whoever stops it at this moment comes before or after, and sees that all is done.
        Optional<RecordingRow> row = rows.lock(id);
        if (segments.close(id, segment.number(), now.truncatedTo(ChronoUnit.MICROS)) == 0) {
            return;
        }
        List<String> ids = closed.stream().map(file -> save(segment, file)).toList();
        uploads.onSegmentClosed(id, ids);
        if (row.filter(it -> it.stoppedAt() != null).isPresent()) {
            finishIfClosed(id);
        }
    }

    /// Open segments of a process that died.
    List<SegmentId> orphans() {
        return segments.open().stream()
                .map(row -> new SegmentId(row.key().recordingId(), row.key().number()))
                .filter(segment -> !own.contains(segment))
                .toList();
    }

    /// Rooms whose recording goes on when people are there.
    List<RoomId> awaited() {
        return rows.unfinished().stream()
                .filter(row -> row.stoppedAt() == null)
                .map(row -> new RoomId(row.roomId()))
                .toList();
    }

    private String save(SegmentId segment, ClosedFile file) {
        String id = Ids.newId();
        files.save(new RecordingFileRow(
                id,
                segment.recording(),
                segment.number(),
                file.name(),
                file.kind(),
                file.mediaType(),
                file.size(),
                file.sha256(),
                "waiting",
                true));
        return id;
    }

    /// A recording is stopped when it was told to and its last segment is closed.
    private void finishIfClosed(String id) {
        if (segments.countOpen(id) == 0 && rows.move(id, RECORDING, STOPPED) + rows.move(id, PAUSED, STOPPED) > 0) {
            uploads.onStopped(id);
        }
    }

    /// Forgets the recording; the caller removes its folder after that.
    ///
    /// @return false when it is not over, or gone already
    @Transactional
    boolean delete(String id) {
        boolean over = rows.lock(id)
                .filter(row -> !row.state().equals(RECORDING) && !row.state().equals(PAUSED))
                .isPresent();
        if (over) {
            forget(id);
        }
        return over;
    }

    /// The row is locked: whoever tries uploads again takes it first, too.
    private void forget(String id) {
        uploads.onDeleted(id);
        rows.deleteById(id);
    }

    /// Forgets the recordings of a room that is about to be deleted, whatever their states.
    ///
    /// @return whose folders the caller removes after that
    @Transactional
    List<String> deleteAll(RoomId room) {
        List<String> ids =
                rows.ofRoom(room.value()).stream().map(RecordingRow::id).toList();
        ids.forEach(id -> rows.lock(id).ifPresent(_ -> forget(id)));
        return ids;
    }
}
