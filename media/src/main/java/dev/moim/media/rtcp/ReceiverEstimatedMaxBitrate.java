package dev.moim.media.rtcp;

/// A receiver's estimate of what its path carries (draft-alvestrand-rmcat-remb-03).
///
/// @param bitsPerSecond [Long#MAX_VALUE] when the packet says more than fits
/// @param mediaSsrcs the streams that share the path
public record ReceiverEstimatedMaxBitrate(int senderSsrc, long bitsPerSecond, int[] mediaSsrcs) {}
