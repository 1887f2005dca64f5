package dev.moim.media.congestion;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The packet buffers of one room. Made when first needed, then reused, the latest first because it is still in the
/// processor's cache. One thread.
public final class PacketPool {
    private final int capacity;
    private final ArrayDeque<OutgoingPacket> free = new ArrayDeque<>();
    private int made;

    /// @param capacity most buffers that are ever made, about 1.6 kB each
    public PacketPool(int capacity) {
        this.capacity = capacity;
    }

    /// A buffer that is the caller's until [#give], or null when all are in use.
    public @Nullable OutgoingPacket take() {
        OutgoingPacket packet = free.pollFirst();
        if (packet == null && made < capacity) {
            made++;
            return new OutgoingPacket();
        }
        return packet;
    }

    public void give(OutgoingPacket packet) {
        free.addFirst(packet);
    }

    /// Buffers that are with someone now.
    public int inUse() {
        return made - free.size();
    }
}
