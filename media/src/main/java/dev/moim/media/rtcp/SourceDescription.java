package dev.moim.media.rtcp;

/// The CNAME of one source (RFC 3550 section 6.5.1).
public record SourceDescription(int ssrc, String cname) {}
