package dev.moim.media;

import java.util.Map;

/// Sums over all loops since the start; a snapshot that may be read from any thread.
///
/// @param loopErrors faults that ended a peer or a room
/// @param commandWaits how often a thread had to wait because a loop's command queue was full
public record MediaCounters(
        long datagramsReceived,
        long datagramsSent,
        long packetsForwarded,
        long retransmissionsSent,
        long keyFramesRequested,
        long loopErrors,
        long commandWaits,
        Map<DropReason, Long> drops) {
    public MediaCounters {
        drops = Map.copyOf(drops);
    }
}
