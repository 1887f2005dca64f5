package dev.moim.media;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What one recorder has written so far, or in all. Times count from `startedAt`, on one line for all tracks.
///
/// @param complete whether the recorder is closed: nothing will be added
/// @param speakers in the order of time
/// @param omissions entries that were left out of full lists
public record RecordingManifest(
        Instant startedAt,
        Duration length,
        boolean complete,
        List<RecordedTrack> tracks,
        List<RecordedSpeaker> speakers,
        long omissions) {
    public RecordingManifest {
        tracks = List.copyOf(tracks);
        speakers = List.copyOf(speakers);
    }
}
