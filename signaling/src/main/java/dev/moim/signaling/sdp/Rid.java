package dev.moim.signaling.sdp;

/// A layer that the section's sender offers (RFC 8851, RFC 8853).
///
/// @param paused announced with `~`: not sent for now
public record Rid(String id, boolean paused) {}
