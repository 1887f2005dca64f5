package dev.moim.media.record;

import dev.moim.media.RecordedSpeaker;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;

/// Where the loop's side of a recording meets the writer's: everything on its way, bounded, without a lock.
final class Intake {
    /// Tracks of one recording; each join brings up to four.
    static final int MAX_TRACKS = 8_192;

    /// Speakers on their way, far more than a room has in the longest stall of a disk.
    private static final int QUEUED_SPEAKERS = 4_096;

    final PacketQueue packets;
    final SpscAtomicArrayQueue<TrackWriter> tracks = new SpscAtomicArrayQueue<>(MAX_TRACKS);
    final SpscAtomicArrayQueue<RecordedSpeaker> speakers = new SpscAtomicArrayQueue<>(QUEUED_SPEAKERS);

    /// What the loop fills in; its own.
    final QueuedItem item = new QueuedItem();

    private final AtomicLong overflows = new AtomicLong();
    private volatile boolean closing;

    Intake(int queueBytes) {
        packets = new PacketQueue(queueBytes);
    }

    /// Something found no room.
    void onOverflow() {
        overflows.incrementAndGet();
    }

    long overflows() {
        return overflows.get();
    }

    /// Nothing is taken any more.
    void close() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }
}
