package dev.moim.signaling.room;

import java.time.Instant;

/// The recording that a room has: it goes on whether the room is in memory or not.
///
/// @param paused somebody paused it
/// @param segments how many it has had so far
public record OngoingRecording(String id, Instant startedAt, boolean paused, int segments) {}
