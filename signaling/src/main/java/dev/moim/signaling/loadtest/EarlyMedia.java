package dev.moim.signaling.loadtest;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/// Media that came behind the last message of the handshake, while that is still being looked at on a thread of its
/// own. A browser does both on one thread and so loses nothing here: the server's first packets are a key frame. One
/// thread.
final class EarlyMedia {
    /// A second of one publisher's media, and of what is in the server's memory when somebody comes in.
    private static final int MAX_DATAGRAMS = 512;

    private final Queue<Datagram> waiting = new ArrayDeque<>();

    private record Datagram(byte[] bytes, long arrivalNanos) {}

    /// Takes a datagram as [PeerTransport#onDatagram] does.
    interface Taker {
        void take(byte[] buffer, int offset, int length, long nowNanos);
    }

    void add(byte[] buffer, int offset, int length, long arrivalNanos) {
        if (waiting.size() < MAX_DATAGRAMS) {
            byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + length);
            waiting.add(new Datagram(bytes, arrivalNanos));
        }
    }

    void replay(Taker taker) {
        for (var datagram = waiting.poll(); datagram != null; datagram = waiting.poll()) {
            taker.take(datagram.bytes(), 0, datagram.bytes().length, datagram.arrivalNanos());
        }
    }
}
