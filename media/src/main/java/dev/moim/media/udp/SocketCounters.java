package dev.moim.media.udp;

import java.util.concurrent.atomic.AtomicLong;

/// A socket's counters: one thread writes without a lock or a fence, any thread reads.
final class SocketCounters {
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong oversized = new AtomicLong();
    private final AtomicLong receiveErrors = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong segmented = new AtomicLong();

    void received(int datagrams) {
        add(received, datagrams);
    }

    void oversized() {
        add(oversized, 1);
    }

    void receiveError() {
        add(receiveErrors, 1);
    }

    /// One message left with this many datagrams.
    void sent(int datagrams) {
        add(sent, datagrams);
        add(messages, 1);
        if (datagrams > 1) {
            add(segmented, 1);
        }
    }

    void failed(int datagrams) {
        add(failed, datagrams);
    }

    UdpCounters snapshot() {
        return new UdpCounters(
                received.getOpaque(),
                oversized.getOpaque(),
                receiveErrors.getOpaque(),
                sent.getOpaque(),
                failed.getOpaque(),
                messages.getOpaque(),
                segmented.getOpaque());
    }

    private static void add(AtomicLong counter, long amount) {
        counter.setOpaque(counter.getPlain() + amount);
    }
}
