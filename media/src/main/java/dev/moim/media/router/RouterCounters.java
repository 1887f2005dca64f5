package dev.moim.media.router;

import dev.moim.media.DropReason;

/// Counts what the routers of one loop do. Called for each packet on the loop: must not allocate or block.
public interface RouterCounters {
    /// A packet was written for a subscriber.
    void forwarded();

    /// A packet was sent to a subscriber again.
    void retransmitted();

    /// A publisher was asked for a key frame.
    void keyFrameRequested();

    void drop(DropReason reason);
}
