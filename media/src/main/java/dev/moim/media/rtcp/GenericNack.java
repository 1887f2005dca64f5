package dev.moim.media.rtcp;

/// Packets asked for again (RFC 4585 section 6.2.1).
///
/// @param lost sequence numbers, 0 to 65535, in the order of the packet; duplicates are possible
public record GenericNack(int senderSsrc, int mediaSsrc, int[] lost) {}
