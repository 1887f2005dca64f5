package dev.moim.stunturn.netem;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A network address translator in front of one or more hosts (RFC 4787's behaviours, by their older names). Hosts
/// behind the same NAT reach each other directly; it does not hairpin. Made by [Simulation#nat].
public final class Nat {
    /// Who may answer through a mapping, and whether one mapping serves all destinations.
    public enum Kind {
        /// One mapping per inside address; anyone may send through it.
        FULL_CONE,
        /// One mapping per inside address; only addresses that were sent to may answer, from any port.
        ADDRESS_RESTRICTED,
        /// One mapping per inside address; only addresses and ports that were sent to may answer.
        PORT_RESTRICTED,
        /// A mapping per inside address and destination; only that destination may answer.
        SYMMETRIC
    }

    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 40_000;

    private record Key(InetSocketAddress inside, @Nullable InetSocketAddress destination) {}

    /// One outside port; remotes are those that were sent to, with the time of the last datagram.
    private static final class Mapping {
        final InetSocketAddress inside;
        final InetSocketAddress outside;
        final Map<InetSocketAddress, Long> remotes = new HashMap<>();
        long usedAt;

        Mapping(InetSocketAddress inside, InetSocketAddress outside) {
            this.inside = inside;
            this.outside = outside;
        }
    }

    private final InetAddress outside;
    private final Kind kind;
    private final long timeoutNanos;
    private final LongSupplier elapsed;
    private final Map<Key, Mapping> byInside = new HashMap<>();
    private final Map<Integer, Mapping> byPort = new HashMap<>();
    private int nextPort;
    private long refused;

    Nat(InetAddress outside, Kind kind, Duration timeout, LongSupplier elapsed, RandomGenerator random) {
        this.outside = outside;
        this.kind = kind;
        this.timeoutNanos = timeout.toNanos();
        this.elapsed = elapsed;
        this.nextPort = random.nextInt(PORTS);
    }

    public InetAddress outside() {
        return outside;
    }

    /// Forgets all mappings, as a router that was switched off and on; the next datagrams get new ports.
    public void reboot() {
        byInside.clear();
        byPort.clear();
    }

    /// Mappings that are not timed out.
    public int mappings() {
        byPort.values().removeIf(this::isOver);
        byInside.values().removeIf(this::isOver);
        return byPort.size();
    }

    /// Datagrams from outside that no mapping let in.
    public long refused() {
        return refused;
    }

    /// Only datagrams from inside keep a mapping alive (RFC 4787 REQ-6 allows no less and many do no more).
    ///
    /// @return the source as the outside sees it
    InetSocketAddress outward(InetSocketAddress inside, InetSocketAddress destination) {
        Key key = new Key(inside, kind == Kind.SYMMETRIC ? destination : null);
        Mapping mapping = byInside.get(key);
        if (mapping == null || isOver(mapping)) {
            if (mapping != null) {
                byPort.remove(mapping.outside.getPort(), mapping);
            }
            mapping = new Mapping(inside, new InetSocketAddress(outside, freePort()));
            byInside.put(key, mapping);
            byPort.put(mapping.outside.getPort(), mapping);
        }
        mapping.usedAt = elapsed.getAsLong();
        mapping.remotes.put(destination, mapping.usedAt);
        return mapping.outside;
    }

    /// @return where the datagram goes inside, or null if it is refused
    @Nullable
    InetSocketAddress inward(InetSocketAddress remote, int port) {
        Mapping mapping = byPort.get(port);
        if (mapping == null || isOver(mapping) || !letsIn(mapping, remote)) {
            refused++;
            return null;
        }
        return mapping.inside;
    }

    private boolean letsIn(Mapping mapping, InetSocketAddress remote) {
        mapping.remotes.values().removeIf(this::isOver);
        return switch (kind) {
            case FULL_CONE -> true;
            case ADDRESS_RESTRICTED ->
                mapping.remotes.keySet().stream()
                        .anyMatch(known -> known.getAddress().equals(remote.getAddress()));
            case PORT_RESTRICTED, SYMMETRIC -> mapping.remotes.containsKey(remote);
        };
    }

    private boolean isOver(Mapping mapping) {
        return isOver(mapping.usedAt);
    }

    private boolean isOver(long usedAt) {
        return elapsed.getAsLong() - usedAt > timeoutNanos;
    }

    private int freePort() {
        while (true) {
            int port = FIRST_PORT + nextPort;
            nextPort = (nextPort + 1) % PORTS;
            Mapping taken = byPort.get(port);
            if (taken == null || isOver(taken)) {
                return port;
            }
        }
    }
}
