package dev.moim.stunturn.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.IceSession;
import dev.moim.stunturn.InnerAddress;
import dev.moim.stunturn.ice.IceClient;
import dev.moim.stunturn.netem.Host;
import dev.moim.stunturn.netem.Link;
import dev.moim.stunturn.netem.Nat;
import dev.moim.stunturn.netem.Simulation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A client that reaches the server's ICE only through its relay, for an hour of simulated bad network.
class TurnOverNetworkTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 3478);
    private static final InetAddress OUTSIDE = InetAddress.ofLiteral("198.51.100.1");
    private static final Link BAD = Link.PERFECT
            .latency(Duration.ofMillis(60))
            .jitter(Duration.ofMillis(40))
            .loss(0.1)
            .duplicate(0.02)
            .reorder(0.05, Duration.ofMillis(80));

    private static final class Paths implements IceSession.Listener {
        final List<InetSocketAddress> told = new ArrayList<>();
        int expired;

        @Override
        public void onPath(InetSocketAddress remote, boolean nominated) {
            told.add(remote);
        }

        @Override
        public void onExpired() {
            expired++;
        }
    }

    @ParameterizedTest
    @EnumSource(Nat.Kind.class)
    void aCallThroughTheRelayOutlivesItsCredentialsAndTheLoss(Nat.Kind kind) {
        Simulation.run(20_260_101, network -> {
            Host serverHost = network.host(SERVER);
            RelayNode server = new RelayNode(serverHost, network.nowNanos());
            serverHost.attach(server);
            Paths paths = new Paths();
            IceSession session = server.ice.open(paths, network.nowNanos());
            Host host = network.host(new InetSocketAddress("10.0.0.2", 5000))
                    .behind(network.nat(OUTSIDE, kind, Duration.ofMinutes(2)))
                    .both(BAD);
            IceClient ice = new IceClient(
                    new IceCredentials("clnt", "c".repeat(22)),
                    session.credentials(),
                    SERVER,
                    network.random(),
                    network.nowNanos());
            RelayedClient client = new RelayedClient(
                    host, SERVER, Bench.SECRET.issue("alice", Bench.START.plusSeconds(60)), ice, network.nowNanos());
            host.attach(client);

            network.runUntil(() -> ice.state() == IceClient.State.CONNECTED, Duration.ofSeconds(30));
            network.runFor(Duration.ofHours(1));

            assertThat(ice.state()).isEqualTo(IceClient.State.CONNECTED);
            assertThat(paths.expired).isZero();
            assertThat(paths.told).allMatch(path -> InnerAddress.isInner(path.getAddress()));
            assertThat(paths.told.stream().distinct())
                    .as("one path for the whole hour")
                    .hasSize(1);
            assertThat(client.mapped).extracting(InetSocketAddress::getAddress).isEqualTo(OUTSIDE);
            assertThat(client.failures).isZero();
            assertThat(client.refreshes).isGreaterThan(10);
            assertThat(server.turn.allocations()).isEqualTo(1);

            assertThat(server.turn.revoke("alice"::equals)).isEqualTo(1);
            network.runFor(Duration.ofSeconds(40));
            assertThat(paths.expired).as("who is thrown out does not come back").isEqualTo(1);
        });
    }
}
