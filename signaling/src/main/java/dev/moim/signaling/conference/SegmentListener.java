package dev.moim.signaling.conference;

import dev.moim.media.RecordingEvent;
import dev.moim.media.RecordingGap;
import dev.moim.media.RecordingListener;
import dev.moim.media.SourceId;
import dev.moim.signaling.recording.SegmentId;
import dev.moim.signaling.recording.Segments;
import dev.moim.signaling.room.RecordingFact;
import dev.moim.signaling.room.RoomActor;
import dev.moim.signaling.room.RoomEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;

/// Hears a segment's recorder, on the recorder's thread; after its last news, on the one that closes the segment.
final class SegmentListener implements RecordingListener {
    private static final Logger LOG = System.getLogger(SegmentListener.class.getName());
    /// Troubles of a segment that are told; a broken disk has one each few seconds, and the manifest has them all.
    private static final int MAX_TOLD = 20;

    private final RoomActor room;
    private final SegmentId segment;
    private final Segments segments;
    /// What the room's log has not taken: with the embedded database it is on the same disk as what is recorded.
    private final Queue<Trouble> untold = new ArrayDeque<>();

    private int told;
    private boolean refused;

    private record Trouble(Instant at, String reason, String what) {}

    SegmentListener(RoomActor room, SegmentId segment, Segments segments) {
        this.room = room;
        this.segment = segment;
        this.segments = segments;
    }

    @Override
    public void onEvent(RecordingEvent event) {
        switch (event) {
            case RecordingEvent.Progress(var manifest) -> {
                tell();
                if (!segments.onProgress(segment, ManifestJson.write(manifest))) {
                    stop();
                }
            }
            case RecordingEvent.Closed(var manifest) ->
                segments.onClosed(segment, ManifestJson.write(manifest), this::tellClosed);
            case RecordingEvent.Failed(String message) -> {
                trouble("fault", message);
                segments.onFailed(segment, this::tellClosed);
            }
            case RecordingEvent.DiskFailed(SourceId source, String message) ->
                trouble("disk", describe(source) + ": " + message);
            case RecordingEvent.TrackFailed(SourceId source, String message) ->
                trouble("fault", describe(source) + ": " + message);
            case RecordingEvent.GapNoted(SourceId source, RecordingGap gap) -> {
                if (gap.reason() == RecordingGap.Reason.OVERFLOW) {
                    trouble("overflow", describe(source) + ": nothing from " + gap.from() + " to " + gap.to());
                }
            }
            case RecordingEvent.FileOpened _, RecordingEvent.FileClosed _ -> {}
        }
    }

    private void stop() {
        boolean _ = room.tell(new RoomEvent.StopRecording(
                segment.recording(), RecordingFact.SERVER, RecordingFact.StopReason.DISK_FULL, _ -> {}));
    }

    /// The database has taken the segment's end just now.
    private void tellClosed() {
        tell();
        boolean _ = room.tell(new RoomEvent.SegmentClosed(segment.recording(), segment.number()));
    }

    private void trouble(String reason, String what) {
        if (told++ >= MAX_TOLD) {
            return;
        }
        LOG.log(Level.WARNING, segment + " of room " + room.id() + ": " + reason + ": " + what);
        untold.add(new Trouble(Instant.now(), reason, what));
        tell();
    }

    /// What is not taken now is told again with the next news of the recorder, at the latest when the segment is
    // closed.
    private void tell() {
        try {
            while (!untold.isEmpty()) {
                Trouble next = untold.element();
                segments.onTrouble(room.id(), segment, next.at(), next.reason(), next.what());
                untold.remove();
                refused = false;
            }
        } catch (RuntimeException e) {
            if (!refused) {
                LOG.log(Level.ERROR, "the trouble of " + segment + " is not in the room's log yet", e);
            }
            refused = true;
        }
    }

    private static String describe(SourceId source) {
        return Sources.source(source.kind()).wireName() + " of " + source.peer().value();
    }
}
