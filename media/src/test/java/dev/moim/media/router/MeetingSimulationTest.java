package dev.moim.media.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.CloseCause;
import dev.moim.media.DropReason;
import dev.moim.media.DtlsFingerprint;
import dev.moim.media.dtls.DtlsContext;
import dev.moim.media.router.SimulatedBrowser.Stream;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.track.BufferBudget;
import dev.moim.media.transport.PeerTransport;
import dev.moim.stunturn.netem.Host;
import dev.moim.stunturn.netem.Link;
import dev.moim.stunturn.netem.Node;
import dev.moim.stunturn.netem.Simulation;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A meeting of eight over links that lose 5 % in each direction, ten minutes long: every packet is protected, sent as
/// a datagram, and opened again at the other end.
class MeetingSimulationTest {
    private static final int PARTICIPANTS = 8;
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 3478);
    private static final Link LOSSY = Link.PERFECT
            .latency(Duration.ofMillis(20))
            .jitter(Duration.ofMillis(3))
            .loss(0.05)
            .duplicate(0.001)
            .reorder(0.002, Duration.ofMillis(8));
    private static final Duration HANDSHAKES = Duration.ofSeconds(60);

    /// More simulated time than handshakes take, so that media begins at the same moment in each run.
    private static final Duration BEFORE_MEDIA = Duration.ofSeconds(60);

    /// What comes twice: by the link, or repaired once more because a repair was late.
    private static final Set<DropReason> BY_THE_LINK = EnumSet.of(
            DropReason.DUPLICATE,
            DropReason.REPLAYED,
            DropReason.STALE_RETRANSMISSION,
            // The camera comes back, and what follows its key frame overtakes it.
            DropReason.WAITING_FOR_KEY_FRAME);

    /// The server: a router with its peers' paths on one host.
    private static final class Server implements Node, RouterCounters {
        final DtlsContext dtls = DtlsContext.create(new SecureRandom());
        final Router router = new Router(event -> {}, this, new BufferBudget(Long.MAX_VALUE));
        final Map<InetSocketAddress, Member> members = new HashMap<>();
        final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
        final Host host;
        final Executor loop;
        int retransmitted;
        int keyFrames;

        /// @param loop what handshakes report is run there
        Server(Host host, Executor loop) {
            this.host = host;
            this.loop = loop;
        }

        void join(SimulatedBrowser browser, long nowNanos) {
            members.put(browser.address(), new Member(browser, nowNanos));
        }

        /// One peer's path: datagrams to the network, packets to the router and back, as the loop joins them.
        private final class Member implements PeerLink, PeerTransport.Listener {
            final FakePeer peer;
            final RouterPeer place;
            final PeerTransport transport;

            Member(SimulatedBrowser browser, long nowNanos) {
                peer = browser.peer;
                transport = new PeerTransport(
                        dtls,
                        List.of(browser.fingerprint()),
                        (buffer, offset, length) -> {
                            host.send(Arrays.copyOfRange(buffer, offset, offset + length), browser.address());
                            return true;
                        },
                        this,
                        loop);
                place = router.join(peer.id, peer.parameters(), this, nowNanos);
            }

            @Override
            public boolean sendRtp(byte[] buffer, int offset, int length) {
                return transport.sendRtp(buffer, offset, length);
            }

            @Override
            public boolean sendRtcp(byte[] buffer, int offset, int length) {
                return transport.sendRtcp(buffer, offset, length);
            }

            @Override
            public boolean accepts(RtpView packet, long nowNanos) {
                return router.accepts(place, packet);
            }

            @Override
            public void onRtp(RtpView packet, long nowNanos) {
                router.onRtp(place, packet, nowNanos);
            }

            @Override
            public void onRtcp(byte[] buffer, int offset, int length, long nowNanos) {
                router.onRtcp(place, buffer, offset, length, nowNanos);
            }

            @Override
            public void onConnected(long nowNanos) {
                router.connected(place, nowNanos);
                router.setEnabled(peer.camera(), true, nowNanos);
                router.setEnabled(peer.microphone(), true, nowNanos);
            }

            @Override
            public void onClosed(CloseCause cause, String detail, long nowNanos) {
                throw new AssertionError("the path of " + peer.id + " closed: " + cause + ", " + detail);
            }

            @Override
            public void onDrop(DropReason reason) {
                drop(reason);
            }
        }

        @Override
        public void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos) {
            Member member = members.get(from);
            if (member == null) {
                throw new AssertionError("a stranger");
            }
            member.transport.onDatagram(datagram, 0, datagram.length, nowNanos);
        }

        @Override
        public long poll(long nowNanos) {
            long next = router.poll(nowNanos);
            return next == Long.MAX_VALUE ? Node.never(nowNanos) : next;
        }

        @Override
        public void forwarded() {}

        @Override
        public void retransmitted() {
            retransmitted++;
        }

        @Override
        public void keyFrameRequested() {
            keyFrames++;
        }

        @Override
        public void drop(DropReason reason) {
            drops.merge(reason, 1, Integer::sum);
        }
    }

    /// Handshakes run on threads of their own and in real time; they go over links that lose nothing, so that from the
    /// first packet of media on a seed gives the same run.
    private static void connect(
            Simulation network, Server server, List<SimulatedBrowser> browsers, BlockingQueue<Runnable> commands)
            throws InterruptedException {
        browsers.forEach(SimulatedBrowser::start);
        long start = System.nanoTime();
        while (!browsers.stream().allMatch(SimulatedBrowser::isConnected)
                || !server.members.values().stream().allMatch(member -> member.transport.isReady())) {
            if (System.nanoTime() - start > HANDSHAKES.toNanos()) {
                throw new AssertionError("not all are connected within " + HANDSHAKES);
            }
            Runnable command = commands.poll(1, TimeUnit.MILLISECONDS);
            if (command != null) {
                command.run();
            }
            network.runFor(Duration.ofNanos(1_000));
        }
    }

    @Test
    void everyStreamIsWholeAfterRepairs() {
        Simulation.run(20261121, network -> {
            BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
            var server = new Server(network.host(SERVER), commands::add);
            server.host.attach(server);
            List<SimulatedBrowser> browsers = new ArrayList<>();
            FakeRoom unused = new FakeRoom();
            var ofServer = DtlsFingerprint.of(server.dtls.certificate());
            for (int i = 0; i < PARTICIPANTS; i++) {
                FakePeer peer = new FakePeer(unused, "p" + i, i + 1, PARTICIPANTS - 1, PARTICIPANTS - 1);
                Host host = network.host(new InetSocketAddress("198.51.100." + (10 + i), 50_000));
                var browser = new SimulatedBrowser(peer, host, SERVER, ofServer, commands::add);
                server.join(browser, network.nowNanos());
                host.attach(browser);
                browsers.add(browser);
            }
            connect(network, server, browsers, commands);
            network.runFor(BEFORE_MEDIA.minus(network.elapsed()));
            for (var browser : browsers) {
                browser.begin(network.nowNanos(), LOSSY);
            }
            for (int minute = 0; minute < 10; minute++) {
                // Somebody switches the camera off for a while.
                SimulatedBrowser shy = browsers.get(minute % PARTICIPANTS);
                network.runFor(Duration.ofSeconds(40));
                shy.cameraOn = false;
                server.router.setEnabled(shy.peer.camera(), false, network.nowNanos());
                network.runFor(Duration.ofSeconds(19));
                shy.cameraOn = true;
                server.router.setEnabled(shy.peer.camera(), true, network.nowNanos());
                server.host.wake();
                network.runFor(Duration.ofSeconds(1));
            }

            int repaired = 0;
            int givenUp = 0;
            for (var browser : browsers) {
                assertThat(browser.streams).hasSize(2 * (PARTICIPANTS - 1));
                long late = network.nowNanos() - Duration.ofMillis(1500).toNanos();
                for (Stream stream : browser.streams.values()) {
                    assertThat(stream.missingSince.values().stream().filter(since -> since - late < 0))
                            .isEmpty();
                    assertThat(stream.received).isGreaterThan(15_000);
                    repaired += stream.repaired;
                    givenUp += stream.givenUp;
                }
            }
            assertThat(server.drops.keySet()).as("what the server dropped").isSubsetOf(BY_THE_LINK);
            for (var browser : browsers) {
                assertThat(browser.drops.keySet()).as("what a browser dropped").isSubsetOf(BY_THE_LINK);
            }
            assertThat(commands).as("nobody closed a path").isEmpty();
            browsers.forEach(browser -> browser.close(network.nowNanos()));
            server.members.values().forEach(member -> member.transport.close(network.nowNanos()));
            assertThat(givenUp)
                    .as("packets that nobody repaired before a key frame")
                    .isLessThan(100);
            assertThat(repaired).isGreaterThan(100_000);
            assertThat(server.retransmitted).isGreaterThan(100_000);
            assertThat(server.keyFrames)
                    .as("repairs, not key frames, mend loss")
                    .isLessThan(30);
        });
    }
}
