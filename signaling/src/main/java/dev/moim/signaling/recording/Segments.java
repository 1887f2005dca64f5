package dev.moim.signaling.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.room.RoomId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Segments from their first byte to closed files. What media says of a segment comes in as the manifest's own words;
/// one that goes on is kept on disk too, so that a process which dies leaves a manifest. Any thread; blocks.
@Singleton
public class Segments {
    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);
    /// How long the server's end waits for files to be closed; the next start closes what is left.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private static final Duration RETRY = Duration.ofSeconds(5);
    /// A database that is away for longer: the next start closes the segment.
    private static final int TRIES = 120;

    private final Recordings recordings;
    private final RecordingFolders folders;
    private final ManifestFile manifests;
    private final Timeline timeline;
    private final EventLog log;
    private final RecordingSettings settings;
    private final FileSalvage salvage;
    /// The manifests' first words.
    private final Map<SegmentId, ObjectNode> open = new ConcurrentHashMap<>();

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
    /// @throws IOException when it cannot be made; the segment is to be [#abandon]ed then
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
            return hasSpace();
        } catch (IOException e) {
            LOG.warn("the manifest of {} was not written", segment, e);
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
            finish(segment, () -> whole, then);
        }
    }

    /// Media failed: the files are as if the process had died.
    ///
    /// @param then run when the segment is closed
    public void onFailed(SegmentId segment, Runnable then) {
        finish(segment, () -> salvaged(segment, Instant.now()), then);
    }

    /// The segment never came to anything.
    public void abandon(SegmentId segment) {
        recordings.close(segment, List.of(), Instant.now());
        open.remove(segment);
    }

    /// Says that something is missing, to those who listen to the room.
    ///
    /// @param reason `disk`, `overflow` or `fault`
    public void onTrouble(RoomId room, SegmentId segment, String reason, String what) {
        log.append(
                room,
                "recording.degraded",
                Instant.now(),
                Map.of("recording", segment.recording(), "segment", segment.number(), "reason", reason, "what", what));
    }

    /// Closes a segment of a process that died.
    ///
    /// @throws IOException when its files cannot be read
    void recover(SegmentId segment, Instant now) throws IOException {
        if (Files.exists(folders.of(segment).resolve(RecordingFolders.MANIFEST))) {
            close(segment, salvaged(segment, now));
        } else {
            // It died before there was anything to play.
            recordings.close(segment, List.of(), now);
        }
    }

    private ObjectNode salvaged(SegmentId segment, Instant now) throws IOException {
        Path folder = folders.of(segment);
        ObjectNode manifest = manifests.read(folder);
        salvage.complete(folder, manifest);
        manifest.putObject("interrupted").put("noticedAt", now.toString()).set("from", manifest.path("length"));
        return manifest;
    }

    private void close(SegmentId segment, ObjectNode manifest) throws IOException {
        Path folder = folders.of(segment);
        timeline.add(manifest);
        manifests.write(folder, manifest);
        recordings.close(segment, manifests.files(folder, manifest), Instant.now());
        open.remove(segment);
    }

    /// Makes a manifest once.
    private interface Last {
        ObjectNode manifest() throws IOException;
    }

    private void finish(SegmentId segment, Last last, Runnable then) {
        Thread.ofVirtual().name("close-" + segment.recording()).start(() -> {
            try {
                ObjectNode manifest = last.manifest();
                boolean done = false;
                for (int i = 0; i < TRIES && !done; i++) {
                    done = attempt(segment, manifest, i == 0);
                }
                then.run();
            } catch (IOException | RuntimeException e) {
                LOG.error("{} is not closed; the next start tries again", segment, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private boolean attempt(SegmentId segment, ObjectNode manifest, boolean first) throws InterruptedException {
        try {
            if (Files.exists(folders.of(segment))) {
                close(segment, manifest);
            } else {
                // Its room was deleted meanwhile.
                open.remove(segment);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            if (first) {
                LOG.error("{} is not closed yet", segment, e);
            }
            Thread.sleep(RETRY);
            return false;
        }
    }

    @PreDestroy
    void awaitClosed() {
        Instant limit = Instant.now().plus(CLOSE_LIMIT);
        try {
            while (!open.isEmpty() && Instant.now().isBefore(limit)) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
