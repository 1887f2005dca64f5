package dev.moim.signaling.room;

/// Carries out what a room wants from the rest of the process. Called on the room's own thread, which may block for
/// storage; everything else should return at once.
public interface EffectRunner {
    /// Puts a fact on disk, whole or not at all.
    ///
    /// @throws RuntimeException when it is not stored
    void store(RoomId room, Fact fact);

    /// Starts an effect; results come back by [RoomActor#tell].
    void run(RoomActor room, Effect.Outward effect);
}
