package dev.moim.signaling.room;

import java.util.concurrent.atomic.LongAdder;

/// What went wrong in rooms since the start. Any thread.
public final class RoomCounters {
    private final LongAdder failures = new LongAdder();
    private final LongAdder refused = new LongAdder();

    void onFailure() {
        failures.increment();
    }

    void onRefused() {
        refused.increment();
    }

    /// Bugs, and effects that failed.
    public long failures() {
        return failures.sum();
    }

    /// Events that found a full queue or no room.
    public long refused() {
        return refused.sum();
    }
}
