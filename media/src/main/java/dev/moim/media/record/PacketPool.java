package dev.moim.media.record;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Copies for all the reordering of a recording. Memory follows the most that were ever in use. One thread.
final class PacketPool {
    /// 25 MB: one stream's [ReorderBuffer] eight times over; more streams than that wait only when the whole network
    /// is in trouble, and then nothing is repaired anyway.
    static final int MAX_PACKETS = 16_384;

    private final ArrayDeque<HeldPacket> free = new ArrayDeque<>();
    private final int limit;
    private int made;

    PacketPool() {
        this(MAX_PACKETS);
    }

    PacketPool(int limit) {
        this.limit = limit;
    }

    /// @return null when all are in use
    @Nullable
    HeldPacket take() {
        HeldPacket packet = free.poll();
        if (packet == null && made < limit) {
            made++;
            packet = new HeldPacket();
        }
        return packet;
    }

    void give(HeldPacket packet) {
        free.push(packet);
    }
}
