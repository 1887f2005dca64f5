package dev.moim.media.record;

import dev.moim.media.RecordedSpeaker;
import dev.moim.media.RecordedTrack;
import dev.moim.media.RecordingEvent;
import dev.moim.media.RecordingManifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole recording on the writer's thread. Time comes in with each call. One thread; may block on the disk.
final class RecordingWriter {
    /// How often the manifest is told when only its lengths have grown.
    private static final long PROGRESS_NANOS = 5_000_000_000L;

    /// A day in which somebody begins to speak each second.
    private static final int MAX_SPEAKERS = 86_400;

    /// Entries taken in one turn, so that clusters are closed in time whatever comes.
    private static final int MAX_TURN = 4_096;

    private static final System.Logger LOG = System.getLogger(RecordingWriter.class.getName());

    private final Surroundings surroundings;
    private final Intake intake;
    private final QueuedItem item = new QueuedItem();
    private final List<@Nullable TrackRecording> tracks = new ArrayList<>();
    private final List<RecordedTrack> failed = new ArrayList<>();
    private final List<RecordedSpeaker> speakers = new ArrayList<>();
    private long omissions;
    private long progressNanos;

    RecordingWriter(Surroundings surroundings, Intake intake) {
        this.surroundings = surroundings;
        this.intake = intake;
        progressNanos = surroundings.startNanos();
    }

    /// Takes what is there, and does what is due.
    ///
    /// @return whether there may be more
    boolean turn(long nowNanos) {
        int taken = 0;
        while (taken < MAX_TURN && intake.packets.poll(item)) {
            taken++;
            // A track is told before its first entry.
            takeTracks();
            TrackRecording track = item.track < tracks.size() ? tracks.get(item.track) : null;
            if (track != null) {
                guard(item.track, track, () -> track.onItem(item, nowNanos));
            }
        }
        takeTracks();
        takeSpeakers();
        for (int i = 0; i < tracks.size(); i++) {
            TrackRecording track = tracks.get(i);
            if (track != null) {
                guard(i, track, () -> track.poll(nowNanos));
            }
        }
        boolean changed = false;
        for (var track : tracks) {
            changed |= track != null && track.takeChanged();
        }
        if (changed || nowNanos - progressNanos >= PROGRESS_NANOS) {
            progressNanos = nowNanos;
            surroundings.events().accept(new RecordingEvent.Progress(manifest(false, nowNanos)));
        }
        return taken == MAX_TURN;
    }

    private void takeTracks() {
        TrackWriter added = intake.tracks.poll();
        while (added != null) {
            tracks.add(new TrackRecording(added, tracks.size() + 1, surroundings));
            added = intake.tracks.poll();
        }
    }

    private void takeSpeakers() {
        RecordedSpeaker speaker = intake.speakers.poll();
        while (speaker != null) {
            if (speakers.size() < MAX_SPEAKERS) {
                speakers.add(speaker);
            } else {
                omissions++;
            }
            speaker = intake.speakers.poll();
        }
    }

    /// A fault of one track ends that track only.
    private void guard(int index, TrackRecording track, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "recording of " + track.source() + " ends by a fault", fault);
            tracks.set(index, null);
            failed.add(track.describe());
            surroundings.events().accept(new RecordingEvent.TrackFailed(track.source(), fault.toString()));
        }
    }

    /// Ends all tracks and waits for their sums.
    RecordingManifest close(long nowNanos) {
        for (int i = 0; i < tracks.size(); i++) {
            TrackRecording track = tracks.get(i);
            if (track != null) {
                guard(i, track, () -> track.end(nowNanos, nowNanos));
            }
        }
        for (int i = 0; i < tracks.size(); i++) {
            TrackRecording track = tracks.get(i);
            if (track != null) {
                guard(i, track, track::complete);
            }
        }
        return manifest(true, nowNanos);
    }

    private RecordingManifest manifest(boolean complete, long nowNanos) {
        List<RecordedTrack> described = new ArrayList<>();
        long omitted = omissions;
        for (var track : tracks) {
            if (track != null) {
                described.add(track.describe());
                omitted += track.omitted();
            }
        }
        described.addAll(failed);
        return new RecordingManifest(
                surroundings.startedAt(),
                Duration.ofNanos(nowNanos - surroundings.startNanos()),
                complete,
                described,
                speakers,
                omitted);
    }
}
