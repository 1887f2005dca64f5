package dev.moim.media;

/// An m-section in which the peer receives one endless stream, whichever source is in it.
///
/// @param mid its `a=mid`
/// @param media audio or video
/// @param ssrc the SSRC the server sends with, promised in the answer
/// @param rtxSsrc the SSRC of its retransmissions (RFC 4588), promised in the answer's FID group; unused for audio
public record ReceiveSlot(String mid, MediaKind media, int ssrc, int rtxSsrc) {}
