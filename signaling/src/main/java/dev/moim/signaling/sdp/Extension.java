package dev.moim.signaling.sdp;

/// `a=extmap` (RFC 8285 section 5).
///
/// @param id 1 to 14
/// @param direction in which the one who describes it would use it
public record Extension(String uri, int id, Direction direction) {}
