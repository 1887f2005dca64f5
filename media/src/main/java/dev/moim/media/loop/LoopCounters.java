package dev.moim.media.loop;

import dev.moim.media.DropReason;
import dev.moim.media.router.RouterCounters;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// One loop's counters: its thread alone writes, without a lock or a fence; any thread reads.
final class LoopCounters implements RouterCounters {
    private final AtomicLong forwarded = new AtomicLong();
    private final AtomicLong retransmitted = new AtomicLong();
    private final AtomicLong keyFramesRequested = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final Map<DropReason, AtomicLong> drops = new EnumMap<>(DropReason.class);

    LoopCounters() {
        for (var reason : DropReason.values()) {
            drops.put(reason, new AtomicLong());
        }
    }

    @Override
    public void forwarded() {
        increment(forwarded);
    }

    @Override
    public void retransmitted() {
        increment(retransmitted);
    }

    @Override
    public void keyFrameRequested() {
        increment(keyFramesRequested);
    }

    @Override
    public void drop(DropReason reason) {
        increment(dropsOf(reason));
    }

    void error() {
        increment(errors);
    }

    long packetsForwarded() {
        return forwarded.getOpaque();
    }

    long retransmissionsSent() {
        return retransmitted.getOpaque();
    }

    long keyFramesRequested() {
        return keyFramesRequested.getOpaque();
    }

    long errors() {
        return errors.getOpaque();
    }

    long drops(DropReason reason) {
        return dropsOf(reason).getOpaque();
    }

    private AtomicLong dropsOf(DropReason reason) {
        return Objects.requireNonNull(drops.get(reason), "every reason has a counter");
    }

    private static void increment(AtomicLong counter) {
        counter.setOpaque(counter.getPlain() + 1);
    }
}
