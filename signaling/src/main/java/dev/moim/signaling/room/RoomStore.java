package dev.moim.signaling.room;

import java.util.Optional;

/// Where rooms are kept. May block.
public interface RoomStore {
    /// Empty when there is no such room (any more).
    Optional<RoomSetup> load(RoomId room);
}
