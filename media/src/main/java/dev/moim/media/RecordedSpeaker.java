package dev.moim.media;

import java.time.Duration;
import java.util.Optional;

/// Who had the floor in a recorded room from a moment on.
///
/// @param at since the recording's start
/// @param peer empty when nobody speaks any more
public record RecordedSpeaker(Duration at, Optional<PeerId> peer) {}
