package dev.moim.signaling.loadtest;

/// One who came in: its signaling and its media.
///
/// @param startedNanos when it began to connect, of [System#nanoTime]
/// @param answeredNanos when the answer was there
/// @param connectedNanos when its media path was ready
record Guest(
        SignalingClient signaling, Participant media, long startedNanos, long answeredNanos, long connectedNanos) {}
