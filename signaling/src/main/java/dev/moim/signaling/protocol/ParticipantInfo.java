package dev.moim.signaling.protocol;

/// A participant as everyone in the room sees it.
///
/// @param connected false while a broken connection may still be resumed
public record ParticipantInfo(String id, String name, RoleName role, Media media, boolean connected) {}
