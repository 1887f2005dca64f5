package dev.moim.media.record;

import dev.moim.media.PeerId;
import java.time.Duration;
import java.util.Optional;

/// Something that happened in the room while it was recorded.
///
/// @param at since the recording's start
/// @param peer empty when nobody speaks any more
public record Moment(Duration at, Kind kind, Optional<PeerId> peer) {
    /// What happened.
    public enum Kind {
        JOINED,
        LEFT,
        /// Became the dominant speaker.
        SPEAKING
    }
}
