package dev.moim.media.record;

/// Gives a stream's RTP timestamps their moment on the recording's clock, which is [System#nanoTime]. Sender reports
/// say what belongs together (RFC 3550 section 6.4.1), which brings sound and picture in step; before the first one
/// the least delayed packet must do. One thread.
final class StreamClock {
    /// Clocks drift apart by some 0.1 ms a second at worst; a correction ten times as fast follows them and stays
    /// unheard.
    static final long SLEW_DIVISOR = 1_000;

    /// No drift but a jump: the publisher's machine slept, or its encoder began anew.
    static final long STEP_NANOS = 500_000_000;

    private static final long SECOND = 1_000_000_000;

    private final int rate;
    private boolean started;
    private boolean reported;
    private long ticks;
    private long arrivalNanos;
    /// Moment of tick 0.
    private long originNanos;
    /// The earliest moment that any packet's arrival allows.
    private long earliestOriginNanos;

    private long reportedNanos;
    private int reportedTimestamp;
    private long correctedNanos;

    /// @param rate RTP ticks a second
    StreamClock(int rate) {
        this.rate = rate;
    }

    /// Notes a packet's arrival, so that its neighbours' timestamps can be told from those of other cycles: 32 bits
    /// last 13 h at 90 kHz, and a camera may be off for longer than half of that.
    void onPacket(int timestamp, long nowNanos) {
        if (!started) {
            started = true;
            ticks = timestamp & 0xFFFF_FFFFL;
            originNanos = nowNanos - nanos(ticks);
            earliestOriginNanos = originNanos;
        } else {
            long elapsed = nowNanos - arrivalNanos;
            long expected = ticks + elapsed / SECOND * rate + elapsed % SECOND * rate / SECOND;
            ticks = expected + (timestamp - (int) expected);
        }
        arrivalNanos = nowNanos;
        earliestOriginNanos = Math.min(earliestOriginNanos, nowNanos - nanos(ticks));
    }

    /// Takes the latest report, which may be the one before again.
    ///
    /// @return by how much all moments told so far were too early: not 0 for the first report only
    long onReport(long reportNanos, int timestamp) {
        if (reportNanos == 0 || !started || (reportNanos == reportedNanos && timestamp == reportedTimestamp)) {
            return 0;
        }
        reportedNanos = reportNanos;
        reportedTimestamp = timestamp;
        long error = reportNanos - nanos(unwrap(timestamp)) - originNanos;
        if (!reported) {
            reported = true;
            correctedNanos = arrivalNanos;
            originNanos += error;
            return error;
        }
        long most = Math.max(0, (arrivalNanos - correctedNanos) / SLEW_DIVISOR);
        correctedNanos = arrivalNanos;
        originNanos += Math.abs(error) > STEP_NANOS ? error : Math.clamp(error, -most, most);
        return 0;
    }

    /// When the media with this timestamp, near that of the last packet, was captured.
    long momentOf(int timestamp) {
        return originNanos + nanos(unwrap(timestamp));
    }

    /// By how much the moments are too early when no report ever came.
    long unreportedError() {
        return reported ? 0 : earliestOriginNanos - originNanos;
    }

    private long unwrap(int timestamp) {
        return ticks + (timestamp - (int) ticks);
    }

    private long nanos(long count) {
        return Math.floorDiv(count, rate) * SECOND + Math.floorMod(count, (long) rate) * SECOND / rate;
    }
}
