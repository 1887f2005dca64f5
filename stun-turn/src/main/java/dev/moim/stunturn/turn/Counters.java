package dev.moim.stunturn.turn;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts ends. Any thread.
final class Counters {
    private final Map<TurnEnd, LongAdder> counts = new EnumMap<>(TurnEnd.class);

    Counters() {
        for (TurnEnd end : TurnEnd.values()) {
            counts.put(end, new LongAdder());
        }
    }

    void count(TurnEnd end) {
        Objects.requireNonNull(counts.get(end)).increment();
    }

    Map<String, Long> values() {
        Map<String, Long> values = new TreeMap<>();
        counts.forEach((end, count) -> values.put(end.counterName(), count.sum()));
        return values;
    }
}
