package dev.moim.media.rtcp;

/// One source that leaves (RFC 3550 section 6.6).
public record Bye(int ssrc) {}
