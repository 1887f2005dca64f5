package dev.moim.signaling.loadtest;

import dev.moim.media.transport.PeerTransport;

/// Datagrams that were taken out of the sockets and wait to be looked at. All sockets are emptied first: otherwise the
/// time that one participant's packets take to check would count as latency of the next one's. One thread.
final class Arrivals {
    /// A burst of five packets to a few hundred participants.
    static final int CAPACITY = 2_048;

    /// Room for a path's longest datagram and what decryption needs behind it.
    static final int SLOT_BYTES = 2_048;

    private final byte[] buffer = new byte[CAPACITY * SLOT_BYTES + PeerTransport.TRAILER_BYTES];
    private final int[] lengths = new int[CAPACITY];
    private final long[] nanos = new long[CAPACITY];
    private final Participant[] participants = new Participant[CAPACITY];
    private int size;

    boolean isFull() {
        return size == CAPACITY;
    }

    byte[] buffer() {
        return buffer;
    }

    /// Where the next datagram goes.
    int nextOffset() {
        return size * SLOT_BYTES;
    }

    void add(Participant participant, int length, long arrivalNanos) {
        participants[size] = participant;
        lengths[size] = length;
        nanos[size] = arrivalNanos;
        size++;
    }

    /// Hands everything over, in order.
    void deliver() {
        for (int i = 0; i < size; i++) {
            participants[i].onDatagram(buffer, i * SLOT_BYTES, lengths[i], nanos[i]);
        }
        size = 0;
    }
}
