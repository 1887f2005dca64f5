package dev.moim.signaling;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition, with a limit.
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long STEP_NANOS = 10_000_000;

    private Eventually() {}

    /// @param what for the one who reads that it did not come true
    public static void isTrue(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new AssertionError("not within " + LIMIT + ": " + what);
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }
}
