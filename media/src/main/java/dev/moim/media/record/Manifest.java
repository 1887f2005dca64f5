package dev.moim.media.record;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What one [Recorder] has written so far, or in all. Times count from `startedAt`, on one line for all tracks.
///
/// @param complete whether the recorder is closed: nothing will be added
/// @param moments who came, went and spoke, in the order they were told
/// @param omissions entries that were left out of full lists
public record Manifest(
        Instant startedAt,
        Duration length,
        boolean complete,
        List<RecordedTrack> tracks,
        List<Moment> moments,
        long omissions) {
    public Manifest {
        tracks = List.copyOf(tracks);
        moments = List.copyOf(moments);
    }
}
