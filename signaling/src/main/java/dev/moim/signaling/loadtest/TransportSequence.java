package dev.moim.signaling.loadtest;

/// The transport-wide sequence numbers of one participant, over all its streams.
final class TransportSequence {
    private int next;

    int next() {
        return next++ & 0xFFFF;
    }
}
