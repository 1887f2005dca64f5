package dev.moim.signaling.socket;

import dev.moim.signaling.intake.Shares;
import java.time.Duration;

/// What one connection holds of a message that is not complete: it counts towards what all may hold, and has its time.
/// The inputs come from one thread at a time, questions from any.
final class Unfinished {
    private final Shares shares;
    private final String caller;
    private final long limitNanos;
    private long held;
    private volatile boolean open;
    private volatile long sinceNanos;

    /// @param limit time for a message from its first byte to its last
    Unfinished(Shares shares, String caller, Duration limit) {
        this.shares = shares;
        this.caller = caller;
        this.limitNanos = limit.toNanos();
    }

    /// @param bytes of the message that is not complete, 0 when there is none
    /// @param another whether a message was completed since the last time
    /// @return false when all together hold too much: what was held so far stays so until the connection is gone
    boolean hold(long bytes, boolean another, long nowNanos) {
        if (bytes > held && !shares.tryTake(caller, bytes - held)) {
            return false;
        }
        if (bytes < held) {
            shares.giveBack(caller, held - bytes);
        }
        if (!open || another) {
            sinceNanos = nowNanos;
        }
        held = bytes;
        open = bytes > 0;
        return true;
    }

    /// The connection is gone.
    void release() {
        shares.giveBack(caller, held);
        held = 0;
    }

    boolean isOpen() {
        return open;
    }

    boolean isOverdue(long nowNanos) {
        return open && nowNanos - sinceNanos > limitNanos;
    }
}
