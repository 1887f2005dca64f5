package dev.moim.media;

import java.util.Map;

/// Sums over all loops since the start; a snapshot that may be read from any thread.
public record MediaCounters(
        long datagramsReceived,
        long datagramsSent,
        long packetsForwarded,
        long retransmissionsSent,
        long keyFramesRequested,
        long loopErrors,
        Map<DropReason, Long> drops) {
    public MediaCounters {
        drops = Map.copyOf(drops);
    }
}
