package dev.moim.media.loop;

import dev.moim.media.udp.UdpSocket;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/// Datagrams on their way from the loop that received them to the loop that owns their peer. One thread offers, one
/// takes. Buffers come back and are used again: as many are made as were ever on the way at once.
final class Crossing {
    /// Some 10 ms of a loop's full receiving rate, the longest that the owner may be at something else; 2 MiB.
    private static final int CAPACITY = 1024;

    private final SpscAtomicArrayQueue<Datagram> underWay = new SpscAtomicArrayQueue<>(CAPACITY);
    private final SpscAtomicArrayQueue<Datagram> unused = new SpscAtomicArrayQueue<>(CAPACITY);
    private int made;

    /// A copy of a datagram and whom it is for.
    static final class Datagram {
        final byte[] bytes = new byte[UdpSocket.MAX_DATAGRAM_BYTES];
        int length;

        /// Null while the buffer is not in use, so that it holds no peer that has left.
        @Nullable
        LoopPeer peer;
    }

    /// The sending loop copies a datagram.
    ///
    /// @return false when too many are under way
    boolean offer(LoopPeer peer, byte[] buffer, int offset, int length) {
        Datagram datagram = unused.poll();
        if (datagram == null) {
            if (made == CAPACITY) {
                return false;
            }
            made++;
            datagram = new Datagram();
        }
        System.arraycopy(buffer, offset, datagram.bytes, 0, length);
        datagram.length = length;
        datagram.peer = peer;
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
        boolean _ = unused.offer(datagram);
    }
}
