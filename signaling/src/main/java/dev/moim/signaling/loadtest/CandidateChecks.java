package dev.moim.signaling.loadtest;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.ice.IceClient;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Checks all candidates of the server at once; the first that answers is kept. One thread.
final class CandidateChecks {
    /// Enough for a machine with several interfaces; the rest are hopeless.
    private static final int MAX_CANDIDATES = 8;

    private final List<IceClient> clients;
    private Optional<IceClient> chosen = Optional.empty();

    /// Sends a check.
    interface Output {
        void send(byte[] datagram, InetSocketAddress to);
    }

    CandidateChecks(IceCredentials local, Answer answer, RandomGenerator random, long nowNanos) {
        clients = answer.candidates().stream()
                .limit(MAX_CANDIDATES)
                .map(address -> new IceClient(local, answer.ice(), address, random, nowNanos))
                .toList();
    }

    void poll(Output out, long nowNanos) {
        if (chosen.isPresent()) {
            poll(chosen.get(), out, nowNanos);
        } else {
            clients.forEach(client -> poll(client, out, nowNanos));
        }
    }

    private static void poll(IceClient client, Output out, long nowNanos) {
        byte[] check = client.poll(nowNanos);
        if (check != null) {
            out.send(check, client.remote());
        }
    }

    /// @return the way to the server when this datagram decided it
    Optional<InetSocketAddress> onDatagram(byte[] buffer, int offset, int length, InetSocketAddress from, long now) {
        if (chosen.isPresent()) {
            chosen.get().onDatagram(buffer, offset, length, from, now);
            return Optional.empty();
        }
        for (IceClient client : clients) {
            if (client.onDatagram(buffer, offset, length, from, now)) {
                chosen = Optional.of(client);
                return Optional.of(client.remote());
            }
        }
        return Optional.empty();
    }

    long nextPollNanos(long nowNanos) {
        long next = nowNanos + Long.MAX_VALUE;
        for (IceClient client : chosen.map(List::of).orElse(clients)) {
            long candidate = client.nextPollNanos(nowNanos);
            next = candidate - next < 0 ? candidate : next;
        }
        return next;
    }
}
