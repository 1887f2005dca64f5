/// The deterministic network: one simulated clock, one seed, and between the nodes whatever a bad network does. It must
/// not know STUN, media or threads; a whole hour of traffic runs in seconds and runs the same again.
///
/// ```java
/// Simulation.run(42, network -> {
///     Host server = network.host(new InetSocketAddress("192.0.2.1", 3478));
///     Host client = network.host(new InetSocketAddress("10.0.0.2", 5000))
///             .behind(network.nat(InetAddress.ofLiteral("198.51.100.1"), Nat.Kind.SYMMETRIC, Duration.ofSeconds(30)))
///             .both(Link.PERFECT.latency(Duration.ofMillis(40)).loss(0.05));
///     server.attach(serverNode);
///     client.attach(clientNode);
///     network.runUntil(() -> clientNode.isConnected(), Duration.ofSeconds(10));
/// });
/// ```
@NullMarked
package dev.moim.stunturn.netem;

import org.jspecify.annotations.NullMarked;
