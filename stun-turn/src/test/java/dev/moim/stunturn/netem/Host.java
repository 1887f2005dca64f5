package dev.moim.stunturn.netem;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One UDP socket of the simulated network, with a link in each direction and perhaps a NAT before it. Made by
/// [Simulation#host]; everything may be changed while the simulation runs.
public final class Host {
    private final Simulation simulation;
    private final InetSocketAddress address;
    final Wire up;
    final Wire down;

    @Nullable
    Nat nat;

    @Nullable
    Node node;

    /// Counts wake-ups that were planned, so that an older one is known as such.
    long plan;

    Host(Simulation simulation, InetSocketAddress address, RandomGenerator upRandom, RandomGenerator downRandom) {
        this.simulation = simulation;
        this.address = address;
        this.up = new Wire(upRandom);
        this.down = new Wire(downRandom);
    }

    /// The host's own address; behind a NAT others see the NAT's.
    public InetSocketAddress address() {
        return address;
    }

    /// What the host sends goes through this link.
    public Host up(Link link) {
        up.change(link);
        return this;
    }

    /// What is sent to the host comes through this link.
    public Host down(Link link) {
        down.change(link);
        return this;
    }

    public Host both(Link link) {
        return up(link).down(link);
    }

    /// Puts the host behind a NAT, on the network's side of both links.
    public Host behind(Nat nat) {
        this.nat = nat;
        return this;
    }

    /// Puts a node here and polls it at once; it replaces one that was here before.
    public Host attach(Node node) {
        this.node = node;
        simulation.poll(this);
        return this;
    }

    /// Takes the node away; what still arrives is dropped.
    public void detach() {
        node = null;
    }

    /// Has the node polled at once, after a test has called into it from outside.
    public void wake() {
        simulation.poll(this);
    }

    /// Sends a copy of the datagram.
    public void send(byte[] datagram, InetSocketAddress to) {
        simulation.send(this, datagram.clone(), to);
    }

    public Traffic upTraffic() {
        return up.traffic();
    }

    public Traffic downTraffic() {
        return down.traffic();
    }
}
