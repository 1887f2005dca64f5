package dev.moim.media.receive;

import dev.moim.media.track.Deadline;

/// Merges the requests for a stream's key frame, and repeats one that brings none. One thread.
final class KeyFrameRequests {
    /// A key frame is some ten times as large as others: more than three a second would eat the publisher's uplink.
    static final long MIN_INTERVAL_NANOS = 300_000_000;

    /// How often a request is repeated to a publisher that does not answer; a new wish starts over.
    static final int MAX_TRIES = 20;

    private boolean wanted;
    private boolean everSent;
    private long sentNanos;
    private int tries;

    void onRequest() {
        wanted = true;
        tries = 0;
    }

    void onKeyFrame() {
        wanted = false;
    }

    /// @return true when a request is to be sent now
    boolean poll(long roundTripNanos, long nowNanos) {
        if (!Deadline.isDue(deadlineNanos(roundTripNanos, nowNanos), nowNanos)) {
            return false;
        }
        wanted = ++tries < MAX_TRIES;
        everSent = true;
        sentNanos = nowNanos;
        return true;
    }

    /// When a request is due, `nowNanos` for at once, [Deadline#NEVER] for never.
    long deadlineNanos(long roundTripNanos, long nowNanos) {
        if (!wanted) {
            return Deadline.NEVER;
        }
        return everSent ? sentNanos + Math.max(MIN_INTERVAL_NANOS, 2 * roundTripNanos) : nowNanos;
    }
}
