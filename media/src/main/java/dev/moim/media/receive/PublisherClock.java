package dev.moim.media.receive;

/// Turns a publisher's NTP times into this process's nanoseconds. All streams of the publisher share the difference, so
/// they stay in step with each other whatever the publisher's wall clock says. One thread.
final class PublisherClock {
    /// How fast the difference may grow, as a divisor: 200 ppm, more than two bad quartz clocks drift apart. It falls
    /// at once, because the sample with the least network delay is the truest.
    private static final long DRIFT_DIVISOR = 5_000;

    /// The publisher's wall clock was set.
    private static final long STEP_NANOS = 1_000_000_000;

    private boolean known;
    private long differenceNanos;
    private long sampledNanos;

    void onSenderReport(long ntpTime, long nowNanos) {
        long sample = nowNanos - nanos(ntpTime);
        long drifted = differenceNanos + (nowNanos - sampledNanos) / DRIFT_DIVISOR;
        boolean stepped = Math.abs(sample - differenceNanos) > STEP_NANOS;
        differenceNanos = !known || stepped ? sample : Math.min(sample, drifted);
        sampledNanos = nowNanos;
        known = true;
    }

    long toLocalNanos(long ntpTime) {
        return nanos(ntpTime) + differenceNanos;
    }

    private static long nanos(long ntpTime) {
        return (ntpTime >>> 32) * 1_000_000_000 + (((ntpTime & 0xFFFF_FFFFL) * 1_000_000_000) >>> 32);
    }
}
