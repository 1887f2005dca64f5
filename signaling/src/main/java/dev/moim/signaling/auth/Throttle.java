package dev.moim.signaling.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts what each key did in a window of time that begins with its first deed. Any thread.
public final class Throttle {
    /// Strangers can make this grow; the oldest entries go first.
    private static final int MAX_ENTRIES = 10_000;

    private final Duration window;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    private record Count(Instant since, int deeds) {}

    public Throttle(Duration window) {
        this.window = window;
    }

    /// Counts one more.
    ///
    /// @return how many there were in the window, with this one
    public synchronized int count(String key, Instant now) {
        Count before = counts.get(key);
        Count after = before == null || !now.isBefore(before.since().plus(window))
                ? new Count(now, 1)
                : new Count(before.since(), before.deeds() + 1);
        counts.put(key, after);
        if (counts.size() > MAX_ENTRIES) {
            counts.remove(counts.keySet().iterator().next());
        }
        return after.deeds();
    }

    /// The last deed does not count.
    public synchronized void takeBack(String key) {
        counts.computeIfPresent(key, (_, count) -> new Count(count.since(), count.deeds() - 1));
    }

    public synchronized void forgive(String key) {
        counts.remove(key);
    }
}
