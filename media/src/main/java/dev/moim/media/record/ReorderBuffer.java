package dev.moim.media.record;

import org.jspecify.annotations.Nullable;

/// Puts a stream's packets in order, and waits for those that are asked for again before it calls them lost. Time
/// comes in, packets go out. One thread.
final class ReorderBuffer {
    /// What waits here is lost when the process dies, which may be 1 s at most. Five requests and their answers on a
    /// path of 100 ms (`receive.NackGenerator`); on one of 350 ms two.
    static final long WAIT_NANOS = 800_000_000;

    /// 4 s of a stream of 500 packets a second.
    static final int CAPACITY = 2048;

    private final PacketPool pool;
    private final Output output;
    private final @Nullable HeldPacket[] held = new HeldPacket[CAPACITY];
    private int count;
    private long next = -1;
    /// When the gap before the first held packet was seen.
    private long gapNanos;

    /// Takes what is in order.
    interface Output {
        /// The bytes are valid during the call only.
        void onPacket(QueuedItem packet);

        /// So many packets before the next one are lost.
        void onLoss(long packets);
    }

    ReorderBuffer(PacketPool pool, Output output) {
        this.pool = pool;
        this.output = output;
    }

    /// @return false when it came twice or too late
    boolean onPacket(QueuedItem packet) {
        long number = packet.sequenceNumber;
        if (next < 0) {
            next = number;
        }
        if (number < next) {
            return false;
        }
        if (number >= next + CAPACITY) {
            flush();
            lose(number);
        }
        if (number == next) {
            next++;
            output.onPacket(packet);
            release();
            return true;
        }
        int slot = slot(number);
        if (held[slot] != null) {
            return false;
        }
        HeldPacket copy = pool.take();
        if (copy == null) {
            // No memory to wait with: what is missing first is lost now.
            if (count > 0) {
                skip();
            } else {
                lose(number);
            }
            return onPacket(packet);
        }
        copy.set(packet);
        held[slot] = copy;
        if (count++ == 0) {
            gapNanos = packet.arrivalNanos;
        }
        return true;
    }

    /// Calls lost what was waited for long enough.
    void poll(long nowNanos) {
        while (count > 0 && nowNanos - gapNanos >= WAIT_NANOS) {
            skip();
        }
    }

    /// Hands out everything; what is missing is lost.
    void flush() {
        while (count > 0) {
            skip();
        }
    }

    /// As [#flush], and starts anew with the packet that comes next, whatever its number.
    void restart() {
        flush();
        next = -1;
    }

    private void skip() {
        long number = next;
        while (held[slot(number)] == null) {
            number++;
        }
        lose(number);
        release();
    }

    private void lose(long upTo) {
        if (upTo > next) {
            long lost = upTo - next;
            next = upTo;
            output.onLoss(lost);
        }
    }

    private void release() {
        HeldPacket packet = held[slot(next)];
        while (packet != null) {
            held[slot(next)] = null;
            count--;
            next++;
            output.onPacket(packet.item());
            pool.give(packet);
            packet = held[slot(next)];
        }
        if (count > 0) {
            gapNanos = earliest();
        }
    }

    /// The gap was seen by the first packet that came from behind it, which is not always the next in order.
    private long earliest() {
        long earliest = Long.MAX_VALUE;
        int seen = 0;
        for (long number = next; seen < count; number++) {
            HeldPacket packet = held[slot(number)];
            if (packet != null) {
                seen++;
                long arrival = packet.item().arrivalNanos;
                earliest = earliest == Long.MAX_VALUE || arrival - earliest < 0 ? arrival : earliest;
            }
        }
        return earliest;
    }

    private static int slot(long number) {
        return (int) number & (CAPACITY - 1);
    }
}
