package dev.moim.media.router;

import dev.moim.media.track.TrackCounters;

/// Counts what the routers of one loop do. Called for each packet on the loop: must not allocate or block.
public interface RouterCounters extends TrackCounters {}
