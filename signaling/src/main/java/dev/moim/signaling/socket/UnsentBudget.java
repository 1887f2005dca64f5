package dev.moim.signaling.socket;

import java.util.concurrent.atomic.AtomicLong;

/// What waits for all clients together: many slow readers at once must not fill the heap before each of them is slow
/// enough by itself. Any thread.
final class UnsentBudget {
    /// Less than this is a moment's delay, whatever others do.
    private static final long MOMENT_BYTES = 64 * 1024;

    private final long limit;
    private final AtomicLong bytes = new AtomicLong();

    UnsentBudget(long limit) {
        this.limit = limit;
    }

    /// @param connection what waits on the connection in all
    /// @return whether that is too much
    boolean onQueued(long length, long connection) {
        return bytes.addAndGet(length) > limit && connection > MOMENT_BYTES;
    }

    void onSent(long length) {
        bytes.addAndGet(-length);
    }
}
