package dev.moim.signaling.rest;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for a condition with a limit.
final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private Eventually() {}

    static void isTrue(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + LIMIT + ": " + what);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
