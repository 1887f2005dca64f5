package dev.moim.media.rtcp;

/// Asks for a key frame (RFC 5104 section 4.3.1).
///
/// @param commandSequenceNumber 0 to 255; the same number again is a repetition of the same request
public record FullIntraRequest(int senderSsrc, int mediaSsrc, int commandSequenceNumber) {}
