package dev.moim.stunturn.ice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.ice.IceClient.State;
import dev.moim.stunturn.netem.Host;
import dev.moim.stunturn.netem.Link;
import dev.moim.stunturn.netem.Nat;
import dev.moim.stunturn.netem.Simulation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Client and gateway over networks as they are.
class IceOverNetworkTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 3478);
    private static final InetSocketAddress INSIDE = new InetSocketAddress("10.0.0.2", 5000);
    private static final InetAddress OUTSIDE = InetAddress.ofLiteral("198.51.100.1");
    private static final IceCredentials LOCAL = new IceCredentials("clnt", "c".repeat(22));
    private static final Link BAD = Link.PERFECT
            .latency(Duration.ofMillis(60))
            .jitter(Duration.ofMillis(40))
            .loss(0.05)
            .duplicate(0.02)
            .reorder(0.05, Duration.ofMillis(80));

    /// A server and a client that begins to check at once.
    private static final class Meeting {
        final RecordedPaths told = new RecordedPaths();
        final Simulation network;
        final ServerNode server;
        final Host clientHost;
        final LiteSession session;
        final IceClient client;

        Meeting(Simulation network) {
            this.network = network;
            Host serverHost = network.host(SERVER);
            server = new ServerNode(serverHost, network.nowNanos());
            serverHost.attach(server);
            session = (LiteSession) server.gateway.open(told, network.nowNanos());
            clientHost = network.host(INSIDE);
            client = new IceClient(LOCAL, session.credentials(), SERVER, network.random(), network.nowNanos());
        }

        Meeting start() {
            clientHost.attach(new ClientNode(clientHost, client));
            return this;
        }

        void untilConnected(Duration limit) {
            network.runUntil(() -> client.state() == State.CONNECTED, limit);
        }

        void restart() {
            client.restart(LOCAL, session.restart(), network.nowNanos());
            clientHost.wake();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfNatIsPassed(Nat.Kind kind) {
        Simulation.run(1, network -> {
            Meeting meeting = new Meeting(network);
            meeting.clientHost.behind(network.nat(OUTSIDE, kind, Duration.ofSeconds(30)));
            meeting.start().untilConnected(Duration.ofSeconds(1));
            network.runFor(Duration.ofMinutes(5));

            assertThat(meeting.client.state()).isEqualTo(State.CONNECTED);
            assertThat(meeting.told.paths)
                    .singleElement()
                    .matches(path -> path.remote().getAddress().equals(OUTSIDE) && path.nominated());
            assertThat(meeting.told.expired).hasValue(0);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aBadNetworkConnectsAndKeepsConsent(long seed) {
        Simulation.run(seed, network -> {
            Meeting meeting = new Meeting(network);
            meeting.clientHost.both(BAD).behind(network.nat(OUTSIDE, Nat.Kind.SYMMETRIC, Duration.ofSeconds(60)));
            meeting.start().untilConnected(Duration.ofSeconds(32));
            network.runFor(Duration.ofMinutes(10));

            assertThat(meeting.client.state()).isEqualTo(State.CONNECTED);
            assertThat(meeting.told.expired).hasValue(0);
            assertThat(meeting.told.paths).hasSize(1);
        });
    }

    @Test
    void aRestartKeepsThePath() {
        Simulation.run(1, network -> {
            Meeting meeting = new Meeting(network);
            meeting.clientHost.both(BAD);
            meeting.start().untilConnected(Duration.ofSeconds(32));
            for (int i = 0; i < 5; i++) {
                network.runFor(Duration.ofSeconds(20));
                meeting.restart();
                assertThat(meeting.client.state()).isEqualTo(State.CHECKING);
                meeting.untilConnected(Duration.ofSeconds(32));
            }
            network.runFor(Duration.ofMinutes(1));

            assertThat(meeting.client.state()).isEqualTo(State.CONNECTED);
            assertThat(meeting.told.paths).hasSize(1);
            assertThat(meeting.server.gateway.logins()).isEqualTo(1);
        });
    }

    @Test
    void aRouterThatIsSwitchedOffAndOnGivesANewNominatedPath() {
        Simulation.run(1, network -> {
            Meeting meeting = new Meeting(network);
            Nat nat = network.nat(OUTSIDE, Nat.Kind.PORT_RESTRICTED, Duration.ofSeconds(30));
            meeting.clientHost.behind(nat);
            meeting.start().untilConnected(Duration.ofSeconds(1));
            nat.reboot();
            network.runFor(Duration.ofSeconds(10));

            assertThat(meeting.told.paths).hasSize(2).allMatch(RecordedPaths.Told::nominated);
            assertThat(meeting.told.lost).isEmpty();
            network.runFor(Duration.ofSeconds(30));
            assertThat(meeting.told.lost)
                    .containsExactly(meeting.told.paths.getFirst().remote());
            assertThat(meeting.told.expired).hasValue(0);
        });
    }

    @Test
    void aClientThatFallsSilentExpiresAfter30Seconds() {
        Simulation.run(1, network -> {
            Meeting meeting = new Meeting(network);
            meeting.start().untilConnected(Duration.ofSeconds(1));
            network.runFor(Duration.ofSeconds(60));
            meeting.clientHost.detach();
            Duration silent = network.elapsed();
            network.runUntil(() -> meeting.told.expired.get() > 0, Duration.ofMinutes(2));

            // The last check was up to 6 s before the silence, and the gateway looks once a second.
            assertThat(network.elapsed().minus(silent)).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(31));
            network.runFor(Duration.ofMinutes(10));
            assertThat(meeting.told.expired).hasValue(1);
            assertThat(meeting.server.gateway.logins()).isZero();
        });
    }

    @Test
    void bothSidesNoticeADeadNetwork() {
        Simulation.run(1, network -> {
            Meeting meeting = new Meeting(network);
            meeting.start().untilConnected(Duration.ofSeconds(1));
            meeting.clientHost.both(Link.DEAD);
            network.runFor(Duration.ofSeconds(40));

            assertThat(meeting.client.state()).isEqualTo(State.FAILED);
            assertThat(meeting.told.expired).hasValue(1);
        });
    }

    @Test
    void anOutageShorterThanConsentIsSurvived() {
        Simulation.run(1, network -> {
            Meeting meeting = new Meeting(network);
            meeting.start().untilConnected(Duration.ofSeconds(1));
            meeting.clientHost.both(Link.DEAD);
            network.runFor(Duration.ofSeconds(20));
            meeting.clientHost.both(Link.PERFECT);
            network.runFor(Duration.ofMinutes(1));

            assertThat(meeting.client.state()).isEqualTo(State.CONNECTED);
            assertThat(meeting.told.expired).hasValue(0);
            assertThat(meeting.told.paths).hasSize(1);
        });
    }
}
