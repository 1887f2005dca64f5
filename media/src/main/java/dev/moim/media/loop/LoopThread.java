package dev.moim.media.loop;

/// The platform thread of a [MediaLoop].
final class LoopThread extends Thread {
    private final Inbox.Outbox outbox = new Inbox.Outbox();

    LoopThread(int index, Runnable loop) {
        super(loop, "media-loop-" + index);
    }

    /// Commands that the loop itself gives; this thread only.
    Inbox.Outbox outbox() {
        return outbox;
    }
}
