package dev.moim.media.track;

import dev.moim.media.DropReason;

/// Counts what tracks do. Called for each packet: must not allocate or block.
public interface TrackCounters {
    /// A packet was written for a subscriber.
    void forwarded();

    /// A packet was sent to a subscriber again.
    void retransmitted();

    /// A publisher was asked for a key frame.
    void keyFrameRequested();

    void drop(DropReason reason);
}
