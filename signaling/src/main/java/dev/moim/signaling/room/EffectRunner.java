package dev.moim.signaling.room;

/// Carries out what a room wants from the rest of the process. Called on the room's own thread, which may block for
/// storage; everything else should return at once.
public interface EffectRunner {
    /// Puts a fact on disk, whole or not at all.
    ///
    /// @return the fact as it is on disk: storage numbers chat, and knows a message that was stored before
    /// @throws RuntimeException when it is not stored, or nobody knows whether it is
    Fact store(RoomId room, Fact fact);

    /// Starts an effect; results come back by [RoomActor#tell].
    void run(RoomActor room, Effect.Outward effect);

    /// The actor takes no more events: what was kept for it goes. Called once, on its thread, before a successor is
    /// made.
    void onEnd(RoomActor room);
}
