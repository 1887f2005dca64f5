package dev.moim.signaling.room;

/// Hears what became of an order about a recording. Called once, on the room's thread: returns at once. An order that
/// the room did not take, or that a bug swallowed, is never answered.
@FunctionalInterface
public interface RecordingReply {
    void onAnswer(Answer answer);

    /// What became of it.
    enum Answer {
        /// It is on disk.
        DONE,
        /// The room has a recording already.
        ALREADY_RECORDING,
        /// The recording is not the room's, or not in a state for it.
        NOT_NOW,
        /// Storage refused.
        NOT_STORED
    }
}
