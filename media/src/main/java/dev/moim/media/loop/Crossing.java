package dev.moim.media.loop;

import dev.moim.media.udp.RemoteAddress;
import dev.moim.media.udp.UdpSocket;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/// Datagrams on their way from the loop that received them to the loop that owns their peer, and from there to the loop
/// whose guest keeps the peer's path. One thread offers, one takes. Buffers come back and are used again: as many are
/// made as were ever on the way at once.
final class Crossing {
    /// Some 10 ms of a loop's full receiving rate, the longest that the owner may be at something else; 2 MiB.
    private static final int MAX_CAPACITY = 1024;

    /// For all crossings of a server. Between many loops each crossing has less room, and less to carry: of what a loop
    /// receives each other loop gets its part only.
    private static final int TOTAL_BYTES = 128 * 1024 * 1024;

    private final int capacity;
    private final SpscAtomicArrayQueue<Datagram> underWay;
    private final SpscAtomicArrayQueue<Datagram> unused;
    private int made;

    /// A copy of a datagram and whom it is for: a peer, or where to send it. Neither while the buffer is not in use,
    /// so that it holds no peer that has left.
    static final class Datagram {
        /// Room for what a guest writes around it, see [dev.moim.media.DatagramGuest#send].
        static final int OFFSET = 4;

        private static final int TAIL = 3;

        static final int BYTES = OFFSET + UdpSocket.MAX_DATAGRAM_BYTES + TAIL;

        final byte[] bytes = new byte[BYTES];
        int length;

        @Nullable
        LoopPeer peer;

        @Nullable
        RemoteAddress path;
    }

    /// @param capacity datagrams that may be under way, at least 1
    Crossing(int capacity) {
        this.capacity = capacity;
        underWay = new SpscAtomicArrayQueue<>(capacity);
        unused = new SpscAtomicArrayQueue<>(capacity);
    }

    /// Of each crossing between that many loops.
    static int capacity(int loops) {
        int crossings = Math.max(1, loops * (loops - 1));
        return Math.clamp(TOTAL_BYTES / crossings / Datagram.BYTES, 1, MAX_CAPACITY);
    }

    /// The sending loop copies a datagram.
    ///
    /// @return false when too many are under way
    boolean offer(LoopPeer peer, byte[] buffer, int offset, int length) {
        return offer(peer, null, buffer, offset, length);
    }

    /// The sending loop copies a packet to a path that the other loop's guest keeps.
    ///
    /// @return false when too many are under way
    boolean offer(RemoteAddress path, byte[] buffer, int offset, int length) {
        return offer(null, path, buffer, offset, length);
    }

    private boolean offer(
            @Nullable LoopPeer peer, @Nullable RemoteAddress path, byte[] buffer, int offset, int length) {
        if (length > UdpSocket.MAX_DATAGRAM_BYTES) {
            return false;
        }
        Datagram datagram = unused.poll();
        if (datagram == null) {
            if (made == capacity) {
                return false;
            }
            made++;
            datagram = new Datagram();
        }
        System.arraycopy(buffer, offset, datagram.bytes, Datagram.OFFSET, length);
        datagram.length = length;
        datagram.peer = peer;
        datagram.path = path;
        // Never full: it has room for all that are ever made.
        return underWay.offer(datagram);
    }

    /// How many the owning loop can take at least.
    int size() {
        return underWay.size();
    }

    /// The owning loop takes the next one and gives it back by [#release].
    @Nullable
    Datagram poll() {
        return underWay.poll();
    }

    void release(Datagram datagram) {
        datagram.peer = null;
        datagram.path = null;
        boolean _ = unused.offer(datagram);
    }
}
