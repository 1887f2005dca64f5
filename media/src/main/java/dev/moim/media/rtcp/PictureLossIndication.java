package dev.moim.media.rtcp;

/// The receiver cannot decode on and needs a key frame (RFC 4585 section 6.3.1).
public record PictureLossIndication(int senderSsrc, int mediaSsrc) {}
