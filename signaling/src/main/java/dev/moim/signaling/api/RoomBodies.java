package dev.moim.signaling.api;

import dev.moim.signaling.store.RoomRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What requests about rooms carry and what they get.
final class RoomBodies {
    private RoomBodies() {}

    record NewRoom(@Nullable String name, @Nullable Boolean guests, @Nullable Integer maxParticipants) {}

    record RoomChange(@Nullable String name, @Nullable Boolean guests, @Nullable Integer maxParticipants) {}

    /// A room as its owner sees it.
    record Room(String id, String name, boolean guests, int maxParticipants, Instant createdAt) {
        static Room of(RoomRow row) {
            return new Room(row.id(), row.name(), row.guests(), row.maxParticipants(), row.createdAt());
        }
    }

    /// @param next pass it as `after` for the next page; absent on the last
    record RoomPage(List<Room> rooms, @Nullable String next) {}

    /// A room as anyone with its link sees it.
    ///
    /// @param participants names of those inside, at most 10
    /// @param recording `recording` or `paused`; absent when the room is not recorded
    record Doorplate(
            String id, String name, boolean guests, int count, List<String> participants, @Nullable String recording) {}

    record NewToken(@Nullable String name, @Nullable String role) {}

    record Token(String token, Instant expiresAt) {
        /// Says no secret.
        @Override
        public String toString() {
            return "Token";
        }
    }

    record Participant(String id, String name, String role, boolean connected, Instant joinedAt) {}

    record Participants(List<Participant> participants) {}
}
