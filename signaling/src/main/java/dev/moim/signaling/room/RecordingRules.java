package dev.moim.signaling.room;

import java.time.Duration;

/// When a room's recording does something by itself.
///
/// @param emptyGrace how long after the last one left its segment is closed
/// @param emptyLimit after which an empty room's recording stops, paused or not
/// @param longest how long after its start a recording is stopped: its lists and files have bounds
public record RecordingRules(Duration emptyGrace, Duration emptyLimit, Duration longest) {
    public static final RecordingRules DEFAULTS =
            new RecordingRules(Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofHours(24));

    public RecordingRules {
        if (emptyGrace.isNegative() || emptyLimit.compareTo(emptyGrace) < 0 || !longest.isPositive()) {
            throw new IllegalArgumentException("a recording's empty-limit is at least its empty-grace");
        }
    }
}
