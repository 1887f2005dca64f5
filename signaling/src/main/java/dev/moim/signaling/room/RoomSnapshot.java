package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ParticipantInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A room as it was a moment ago.
///
/// @param startedAt when the first of those who are here came; empty while nobody is here
/// @param participants in the order in which they came
/// @param recording the one that is going on, paused or not
public record RoomSnapshot(
        RoomId id,
        String name,
        Optional<Instant> startedAt,
        List<Present> participants,
        Optional<OngoingRecording> recording) {
    public RoomSnapshot {
        participants = List.copyOf(participants);
    }

    /// Someone who is here.
    public record Present(ParticipantInfo info, String subject, Instant joinedAt) {}
}
