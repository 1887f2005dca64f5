package dev.moim.signaling.recording;

/// Somebody who was in the room while it was recorded.
///
/// @param participant names their tracks in the manifest
/// @param subject `user:<id>` or `guest:<random>`
public record Person(String participant, String name, String subject) {}
