package dev.moim.signaling.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.room.RoomId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Segments from their first byte to closed files. What media says of a segment comes in as the manifest's own words;
/// one that goes on is kept on disk too, so that a process which dies leaves a manifest. Any thread; blocks.
@Singleton
public class Segments {
    private static final Logger LOG = System.getLogger(Segments.class.getName());
    /// How long the server's end waits for files to be closed; the next start closes what is left.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    /// A database that is away, or a full disk. Doubled after each try; each may read all files.
    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final Duration MAX_RETRY = Duration.ofMinutes(1);

    private final Recordings recordings;
    private final RecordingFolders folders;
    private final ManifestFile manifests;
    private final Timeline timeline;
    private final EventLog log;
    private final RecordingSettings settings;
    private final FileSalvage salvage;
    /// The manifests' first words.
    private final Map<SegmentId, ObjectNode> open = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    Segments(
            Recordings recordings,
            RecordingFolders folders,
            ManifestFile manifests,
            Timeline timeline,
            EventLog log,
            RecordingSettings settings,
            FileSalvage salvage) {
        this.recordings = recordings;
        this.folders = folders;
        this.manifests = manifests;
        this.timeline = timeline;
        this.log = log;
        this.settings = settings;
        this.salvage = salvage;
    }

    /// Makes the folder for the segment's files.
    ///
    /// @param present who is in the room
    /// @throws IOException when it cannot be made; the segment has [#onFailed] then
    public Path begin(RoomId room, SegmentId segment, List<Person> present) throws IOException {
        Path folder = folders.make(segment);
        ObjectNode manifest =
                manifests.begin(room.value(), segment, Math.max(0, log.last(room) - Timeline.BEFORE), present);
        open.put(segment, manifest);
        return folder;
    }

    public int queueBytes() {
        return settings.queueBytes();
    }

    /// Keeps the manifest as it is, should the process die.
    ///
    /// @param media what media says of the segment: start, length, tracks
    /// @return false when the disk is so full that the recording must stop
    public boolean onProgress(SegmentId segment, ObjectNode media) {
        ObjectNode first = open.get(segment);
        if (first == null) {
            return true;
        }
        try {
            manifests.write(folders.of(segment), first.deepCopy().setAll(media));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the manifest of " + segment + " was not written", e);
        }
        try {
            return hasSpace();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the disk does not say how much space it has", e);
            return true;
        }
    }

    /// Whether a recording may be started or go on.
    boolean hasSpace() throws IOException {
        return folders.free() >> 20 >= settings.minFreeMegabytes();
    }

    /// Media has closed all files.
    ///
    /// @param then run when the segment is closed
    public void onClosed(SegmentId segment, ObjectNode media, Runnable then) {
        ObjectNode first = open.get(segment);
        if (first != null) {
            ObjectNode whole = first.deepCopy().setAll(media);
            finish(segment, () -> close(segment, whole), then);
        }
    }

    /// Media failed: the files are as if the process had died. Tried until it succeeds.
    ///
    /// @param then run when the segment is closed
    public void onFailed(SegmentId segment, Runnable then) {
        finish(segment, () -> recover(segment, Instant.now()), then);
    }

    /// Says that something is missing, to those who listen to the room.
    ///
    /// @param reason `disk`, `overflow` or `fault`
    public void onTrouble(RoomId room, SegmentId segment, Instant at, String reason, String what) {
        log.append(
                room,
                "recording.degraded",
                at,
                Map.of("recording", segment.recording(), "segment", segment.number(), "reason", reason, "what", what));
    }

    /// Closes a segment of a process that died.
    ///
    /// @throws IOException when its files cannot be read
    void recover(SegmentId segment, Instant now) throws IOException {
        Path folder = folders.of(segment);
        Optional<ObjectNode> last = manifests.read(folder);
        if (last.isPresent()) {
            ObjectNode manifest = last.get();
            salvage.complete(folder, manifest);
            manifest.putObject("interrupted").put("noticedAt", now.toString()).set("from", manifest.path("length"));
            close(segment, manifest);
        } else if (Files.exists(folder)) {
            LOG.log(
                    Level.WARNING,
                    segment + " has no manifest that can be read: whatever was recorded is kept without");
            recordings.close(segment, manifests.tracks(folder), now);
        } else {
            // It died before there was anything to play.
            recordings.close(segment, List.of(), now);
        }
    }

    private void close(SegmentId segment, ObjectNode manifest) throws IOException {
        Path folder = folders.of(segment);
        if (ManifestFile.lacksSums(manifest)) {
            completeSums(segment, folder, manifest);
        }
        timeline.add(manifest);
        manifests.write(folder, manifest);
        recordings.close(segment, manifests.files(folder, manifest), Instant.now());
    }

    /// A fault of one track, or a moment in which the disk could not be read, need not cost what is on the disk.
    private void completeSums(SegmentId segment, Path folder, ObjectNode manifest) {
        try {
            salvage.complete(folder, manifest);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "a file of " + segment + " cannot be read: it is left out", e);
        }
    }

    /// One try, which may be made again.
    private interface Closing {
        void run() throws IOException;
    }

    private void finish(SegmentId segment, Closing closing, Runnable then) {
        Thread.ofVirtual().name("close-" + segment.recording()).start(() -> {
            try {
                Duration pause = RETRY;
                boolean first = true;
                while (!attempt(segment, closing, first)) {
                    first = false;
                    Thread.sleep(pause);
                    if (stopped) {
                        return;
                    }
                    pause = pause.multipliedBy(2).compareTo(MAX_RETRY) < 0 ? pause.multipliedBy(2) : MAX_RETRY;
                }
                then.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private boolean attempt(SegmentId segment, Closing closing, boolean first) {
        try {
            if (Files.exists(folders.of(segment))) {
                closing.run();
            } else {
                // Its room was deleted meanwhile, or somebody removed the folder.
                recordings.close(segment, List.of(), Instant.now());
            }
            open.remove(segment);
            return true;
        } catch (IOException | RuntimeException e) {
            if (first) {
                LOG.log(Level.ERROR, segment + " is not closed yet", e);
            }
            return false;
        }
    }

    @PreDestroy
    void awaitClosed() {
        // What is not closed in time is closed by the next start.
        Instant limit = Instant.now().plus(CLOSE_LIMIT);
        try {
            while (!open.isEmpty() && Instant.now().isBefore(limit)) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped = true;
        }
    }
}
