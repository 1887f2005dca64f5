package dev.moim.signaling.socket;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// What all replay buffers together may hold. When it is too much, whoever has not acknowledged for the longest time
/// loses what is kept, and cannot resume from before. Any thread.
final class ReplayBudget {
    private final long limit;
    private final AtomicLong bytes = new AtomicLong();

    /// Buffers with something in them, the longest without an acknowledgement first.
    private final LinkedHashSet<ReplayBuffer> waiting = new LinkedHashSet<>();

    ReplayBudget(long limit) {
        this.limit = limit;
    }

    void onKept(long kept) {
        bytes.addAndGet(kept);
    }

    void onDropped(long dropped) {
        bytes.addAndGet(-dropped);
    }

    /// Something is kept in the buffer; it keeps its place when it has one.
    synchronized void onWaiting(ReplayBuffer buffer) {
        waiting.add(buffer);
    }

    /// @param rest whether something is kept all the same
    synchronized void onAcknowledged(ReplayBuffer buffer, boolean rest) {
        waiting.remove(buffer);
        if (rest) {
            waiting.add(buffer);
        }
    }

    /// The caller holds no buffer's lock.
    void settle() {
        while (bytes.get() > limit) {
            Optional<ReplayBuffer> first = takeFirst();
            if (first.isEmpty()) {
                return;
            }
            first.get().clear();
        }
    }

    long bytes() {
        return bytes.get();
    }

    private synchronized Optional<ReplayBuffer> takeFirst() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.removeFirst());
    }
}
