package dev.moim.stunturn.netem;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A clock, a seed and the network between the hosts. The same seed and the same calls give the same run, datagram by
/// datagram: every link and NAT has random numbers of its own, so that one more host changes nothing for the others.
/// One thread.
public final class Simulation {
    /// A test that may throw anything.
    @FunctionalInterface
    public interface Scenario {
        void play(Simulation network) throws Exception;
    }

    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    /// Time always goes on between two polls of a node whose deadline is over.
    private static final long MIN_STEP_NANOS = 1_000;

    private static final int IPV4_UDP_HEADERS = 28;
    private static final int IPV6_UDP_HEADERS = 48;

    private final SplittableRandom seeds;
    private final RandomGenerator random;
    private final long startNanos;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<InetSocketAddress, List<Host>> hosts = new HashMap<>();
    private final Map<InetAddress, Nat> nats = new HashMap<>();
    private long elapsed;
    private long eventCount;
    private long unreachable;

    /// Starts at an arbitrary time, as [System#nanoTime] does.
    public Simulation(long seed) {
        this(seed, 1_000_000_000_000L);
    }

    /// @param startNanos what [#nowNanos] says first; near [Long#MAX_VALUE] it shows who compares times wrongly
    public Simulation(long seed, long startNanos) {
        this.seeds = new SplittableRandom(seed);
        this.random = seeds.split();
        this.startNanos = startNanos;
    }

    /// Plays a scenario; its failure names the seed with which it happens again.
    public static void run(long seed, Scenario scenario) {
        try {
            scenario.play(new Simulation(seed));
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("with netem seed " + seed + ": " + failure.getMessage(), failure);
        }
    }

    /// Makes a host with perfect links. Several may have the same address if each is behind a NAT of its own.
    public Host host(InetSocketAddress address) {
        Host host = new Host(this, address, seeds.split(), seeds.split());
        hosts.computeIfAbsent(address, ignored -> new ArrayList<>()).add(host);
        return host;
    }

    /// Makes a NAT; see [Host#behind].
    ///
    /// @param mappingTimeout how long a mapping lives without a datagram from inside
    public Nat nat(InetAddress outside, Nat.Kind kind, Duration mappingTimeout) {
        Nat nat = new Nat(outside, kind, mappingTimeout, () -> elapsed, seeds.split());
        if (nats.put(outside, nat) != null) {
            throw new IllegalArgumentException("there is a NAT at " + outside);
        }
        return nat;
    }

    /// The simulated time, to be compared by subtraction.
    public long nowNanos() {
        return startNanos + elapsed;
    }

    /// How long the simulation has been running.
    public Duration elapsed() {
        return Duration.ofNanos(elapsed);
    }

    /// For the scenario's own dice; links do not use it.
    public RandomGenerator random() {
        return random;
    }

    /// Datagrams to an address where nobody is.
    public long unreachable() {
        return unreachable;
    }

    /// Runs an action later.
    public void after(Duration delay, Runnable action) {
        schedule(elapsed + delay.toNanos(), action);
    }

    /// Plays everything that happens within this time.
    public void runFor(Duration time) {
        long end = elapsed + time.toNanos();
        while (step(end)) {}
        elapsed = end;
    }

    /// Plays until a condition holds.
    ///
    /// @throws AssertionError if it does not within the limit
    public void runUntil(BooleanSupplier condition, Duration limit) {
        long end = elapsed + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (!step(end)) {
                throw new AssertionError("it did not happen within " + limit.toMillis() + " simulated ms");
            }
        }
    }

    private boolean step(long end) {
        Event next = events.peek();
        if (next == null || next.at > end) {
            return false;
        }
        events.remove();
        elapsed = next.at;
        next.action.run();
        return true;
    }

    private void schedule(long at, Runnable action) {
        events.add(new Event(Math.max(at, elapsed), eventCount++, action));
    }

    void poll(Host host) {
        Node node = host.node;
        if (node == null) {
            return;
        }
        long delay = node.poll(nowNanos()) - nowNanos();
        long plan = ++host.plan;
        if (delay < Long.MAX_VALUE - elapsed) {
            schedule(elapsed + Math.max(delay, MIN_STEP_NANOS), () -> {
                if (host.plan == plan) {
                    poll(host);
                }
            });
        }
    }

    void send(Host from, byte[] datagram, InetSocketAddress to) {
        int packet = packetBytes(datagram, to);
        from.up.put(packet, elapsed, at -> schedule(at, () -> route(from, datagram, to)));
    }

    /// Between the links: through the sender's NAT, to the receiver's.
    private void route(Host from, byte[] datagram, InetSocketAddress to) {
        Host neighbour = find(to, from.nat);
        if (neighbour != null) {
            arrive(neighbour, datagram, from.address());
            return;
        }
        InetSocketAddress source = from.nat == null ? from.address() : from.nat.outward(from.address(), to);
        Nat nat = nats.get(to.getAddress());
        InetSocketAddress inside = nat == null ? to : nat.inward(source, to.getPort());
        Host target = inside == null || (nat == from.nat && nat != null) ? null : find(inside, nat);
        if (target == null) {
            unreachable++;
        } else {
            arrive(target, datagram, source);
        }
    }

    private @Nullable Host find(InetSocketAddress address, @Nullable Nat nat) {
        for (Host host : hosts.getOrDefault(address, List.of())) {
            if (host.nat == nat) {
                return host;
            }
        }
        return null;
    }

    private void arrive(Host target, byte[] datagram, InetSocketAddress source) {
        target.down.put(
                packetBytes(datagram, target.address()),
                elapsed,
                at -> schedule(at, () -> {
                    Node node = target.node;
                    if (node != null) {
                        node.onDatagram(datagram.clone(), source, nowNanos());
                        poll(target);
                    }
                }));
    }

    private static int packetBytes(byte[] datagram, InetSocketAddress to) {
        return datagram.length + (to.getAddress() instanceof Inet6Address ? IPV6_UDP_HEADERS : IPV4_UDP_HEADERS);
    }
}
