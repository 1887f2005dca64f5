package dev.moim.media.track;

import java.util.concurrent.atomic.AtomicLong;

/// What the packets of all incoming streams of the server may take together. A stream takes the most that it can ever
/// use when it begins, so that it never has to be stopped for want of memory, and gives it back when it ends. Any
/// thread.
public final class BufferBudget {
    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    public BufferBudget(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a budget is not negative");
        }
        this.bytes = bytes;
    }

    /// @return false when so much is not left; nothing is taken then
    public boolean take(int wanted) {
        long before = taken.get();
        while (wanted <= bytes - before) {
            if (taken.compareAndSet(before, before + wanted)) {
                return true;
            }
            before = taken.get();
        }
        return false;
    }

    public void giveBack(int given) {
        taken.addAndGet(-given);
    }

    public long taken() {
        return taken.get();
    }
}
