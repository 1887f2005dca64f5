package dev.moim.signaling.room;

import java.time.Duration;

/// The rules of every room.
///
/// @param resumeWindow how long a participant without a connection stays
/// @param emptyGrace how long an empty room is kept in memory
/// @param typingExpiry after which a person who typed is no longer shown as typing
/// @param chatBurst chat messages a participant may post at once
/// @param chatPerSecond and how many in the long run
/// @param recordings when a recording does something by itself
public record RoomSettings(
        Duration resumeWindow,
        Duration emptyGrace,
        Duration typingExpiry,
        int chatBurst,
        double chatPerSecond,
        RecordingRules recordings) {
    public static final RoomSettings DEFAULTS = new RoomSettings(
            Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(6), 30, 5, RecordingRules.DEFAULTS);

    public RoomSettings {
        if (resumeWindow.isNegative() || emptyGrace.isNegative() || typingExpiry.isNegative()) {
            throw new IllegalArgumentException("a duration is negative");
        }
        if (chatBurst < 1 || chatPerSecond <= 0) {
            throw new IllegalArgumentException("a chat rate is at least one message");
        }
    }
}
