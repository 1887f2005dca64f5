package dev.moim.signaling.loadtest;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.ice.IceClient;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Checks the server's candidates one after the other until one answers, which is kept. Not all at once: each check
/// nominates its path, and the server sends to the path that was nominated last. One thread.
final class CandidateChecks {
    /// How long a candidate may be silent in the first round; twice as long in each further one.
    private static final long PATIENCE_NANOS = 300_000_000;

    private static final int MAX_DOUBLINGS = 5;

    private final IceCredentials local;
    private final IceCredentials remote;
    private final List<InetSocketAddress> candidates;
    private final RandomGenerator random;
    private IceClient client;
    private int tried;
    private boolean found;
    private long nextCandidateNanos;

    /// Sends a check.
    interface Output {
        void send(byte[] datagram, InetSocketAddress to);
    }

    /// @param candidates the server's, the most promising first; not empty
    CandidateChecks(
            IceCredentials local,
            IceCredentials remote,
            List<InetSocketAddress> candidates,
            RandomGenerator random,
            long nowNanos) {
        this.local = local;
        this.remote = remote;
        this.candidates = candidates;
        this.random = random;
        this.client = client(nowNanos);
        this.nextCandidateNanos = nowNanos + PATIENCE_NANOS;
    }

    private IceClient client(long nowNanos) {
        return new IceClient(local, remote, candidates.get(tried % candidates.size()), random, nowNanos);
    }

    void poll(Output out, long nowNanos) {
        if (!found && nextCandidateNanos - nowNanos <= 0) {
            tried++;
            client = client(nowNanos);
            int doublings = Math.min(MAX_DOUBLINGS, tried / candidates.size());
            nextCandidateNanos = nowNanos + (PATIENCE_NANOS << doublings);
        }
        byte[] check = client.poll(nowNanos);
        if (check != null) {
            out.send(check, client.remote());
        }
    }

    /// @return the way to the server when this datagram decided it
    Optional<InetSocketAddress> onDatagram(byte[] buffer, int offset, int length, InetSocketAddress from, long now) {
        boolean answered = client.onDatagram(buffer, offset, length, from, now);
        if (answered && !found) {
            found = true;
            return Optional.of(client.remote());
        }
        return Optional.empty();
    }

    long nextPollNanos(long nowNanos) {
        long check = client.nextPollNanos(nowNanos);
        return found || check - nextCandidateNanos < 0 ? check : nextCandidateNanos;
    }
}
