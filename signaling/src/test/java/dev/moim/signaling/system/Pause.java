package dev.moim.signaling.system;

import java.util.concurrent.locks.LockSupport;

/// The step of a wait for a condition.
final class Pause {
    private static final long STEP_NANOS = 20_000_000;

    private Pause() {}

    static void briefly() {
        LockSupport.parkNanos(STEP_NANOS);
    }
}
