package dev.moim.media.send;

import dev.moim.media.track.SourceTrack;

/// A slot's time line in RTP ticks: goes on from source to source as time does. One thread.
final class SlotClock {
    /// A slot that sent nothing for so long has nothing to report.
    private static final long ACTIVE_NANOS = 3_000_000_000L;

    private static final long NANOS = 1_000_000_000;

    /// Longer than any pause after which the exact distance matters, and short enough not to overflow.
    private static final long MAX_ELAPSED_NANOS = 3600 * NANOS;

    private final int stepsPerSecond;
    private boolean started;
    private int firstTimestamp;
    private int lastTimestamp;
    private long lastNanos;
    private long packets;
    private long octets;

    /// @param ssrc spreads the first timestamp
    /// @param stepsPerSecond the least step between sources, as a divisor of the clock rate
    SlotClock(int ssrc, int stepsPerSecond) {
        this.stepsPerSecond = stepsPerSecond;
        lastTimestamp = ssrc * 0x9E3779B1;
        firstTimestamp = nextTimestamp();
    }

    /// Puts a new source's first packet on the time line.
    ///
    /// @return what to add to the source's timestamps
    int start(int sourceTimestamp, int clockRate, long nowNanos) {
        int step = clockRate / stepsPerSecond;
        if (started) {
            long elapsed = Math.clamp(nowNanos - lastNanos, 0, MAX_ELAPSED_NANOS);
            step = Math.max(step, (int) (elapsed * clockRate / NANOS));
        }
        firstTimestamp = lastTimestamp + step;
        return firstTimestamp - sourceTimestamp;
    }

    void onForwarded(int timestamp, int bytes, long nowNanos) {
        if (!started || timestamp - lastTimestamp > 0) {
            started = true;
            lastTimestamp = timestamp;
            lastNanos = nowNanos;
        }
        packets++;
        octets += bytes;
    }

    int firstTimestamp() {
        return firstTimestamp;
    }

    int nextTimestamp() {
        return lastTimestamp + 1;
    }

    boolean isActive(long nowNanos) {
        return started && nowNanos - lastNanos < ACTIVE_NANOS;
    }

    /// The slot's timestamp of what is captured now: by the publisher's sender report, before the first one by the last
    /// packet's arrival.
    int timestampAt(SourceTrack source, int timestampOffset, long nowNanos) {
        long reported = source.reportedNanos();
        long since = nowNanos - (reported == 0 ? lastNanos : reported);
        int from = reported == 0 ? lastTimestamp : source.reportedTimestamp() + timestampOffset;
        return from + (int) (since / 1_000 * source.clockRate() / 1_000_000);
    }

    long packets() {
        return packets;
    }

    long octets() {
        return octets;
    }
}
