package dev.moim.media.send;

/// This process's nanoseconds as NTP time. A sender may count from any moment (RFC 3550 section 4: "elapsed time since
/// joining the session"), and receivers use differences only; so no wall clock is read.
final class NtpTime {
    private static final long NANOS = 1_000_000_000;

    private NtpTime() {}

    static long of(long nowNanos) {
        long seconds = Math.floorDiv(nowNanos, NANOS);
        long rest = Math.floorMod(nowNanos, NANOS);
        return (seconds << 32) | ((rest << 32) / NANOS);
    }

    /// The middle 32 bits of [#of].
    static int middle(long nowNanos) {
        return (int) (of(nowNanos) >>> 16);
    }

    /// A difference of middle bits in nanoseconds.
    static long nanos(int middleDifference) {
        return ((middleDifference & 0xFFFF_FFFFL) * NANOS) >>> 16;
    }
}
