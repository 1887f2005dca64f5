package dev.moim.media.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.DropReason;
import dev.moim.media.router.SimulatedBrowser.Stream;
import dev.moim.media.rtp.RtpView;
import dev.moim.stunturn.netem.Host;
import dev.moim.stunturn.netem.Link;
import dev.moim.stunturn.netem.Node;
import dev.moim.stunturn.netem.Simulation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A meeting of eight over links that lose 5 % in each direction, ten minutes long.
class MeetingSimulationTest {
    private static final int PARTICIPANTS = 8;
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 3478);
    private static final Link LOSSY = Link.PERFECT
            .latency(Duration.ofMillis(20))
            .jitter(Duration.ofMillis(3))
            .loss(0.05)
            .duplicate(0.001)
            .reorder(0.002, Duration.ofMillis(8));

    /// The server: a router with its peers' links on one host.
    private static final class Server implements Node, RouterCounters {
        final Router router = new Router(event -> {}, this);
        final Map<InetSocketAddress, RouterPeer> peers = new HashMap<>();
        final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
        final RtpView view = new RtpView();
        final Host host;
        int retransmitted;
        int keyFrames;

        Server(Host host) {
            this.host = host;
        }

        void join(FakePeer peer, InetSocketAddress address, long nowNanos) {
            PeerLink link = new PeerLink() {
                @Override
                public boolean sendRtp(byte[] buffer, int offset, int length) {
                    host.send(Arrays.copyOfRange(buffer, offset, offset + length), address);
                    return true;
                }

                @Override
                public boolean sendRtcp(byte[] buffer, int offset, int length) {
                    return sendRtp(buffer, offset, length);
                }
            };
            RouterPeer handle = router.join(peer.id, peer.parameters(), link, nowNanos);
            peers.put(address, handle);
            router.connected(handle, nowNanos);
            router.setEnabled(peer.camera(), true, nowNanos);
            router.setEnabled(peer.microphone(), true, nowNanos);
        }

        @Override
        public void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos) {
            RouterPeer peer = peers.get(from);
            if (peer == null) {
                throw new AssertionError("a stranger");
            }
            if ((datagram[1] & 0xFF) >= 192 && (datagram[1] & 0xFF) <= 223) {
                router.onRtcp(peer, datagram, 0, datagram.length, nowNanos);
            } else if (view.wrap(datagram, 0, datagram.length) && router.accepts(peer, view, nowNanos)) {
                router.onRtp(peer, view, nowNanos);
            }
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

    @Test
    void everyStreamIsWholeAfterRepairs() {
        Simulation.run(20261121, network -> {
            var server = new Server(network.host(SERVER));
            server.host.attach(server);
            List<SimulatedBrowser> browsers = new ArrayList<>();
            FakeRoom unused = new FakeRoom();
            for (int i = 0; i < PARTICIPANTS; i++) {
                var address = new InetSocketAddress("198.51.100." + (10 + i), 50_000);
                FakePeer peer = new FakePeer(unused, "p" + i, i + 1, PARTICIPANTS - 1, PARTICIPANTS - 1);
                Host host = network.host(address).both(LOSSY);
                server.join(peer, address, network.nowNanos());
                var browser = new SimulatedBrowser(peer, host, SERVER, network.nowNanos());
                host.attach(browser);
                browsers.add(browser);
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
            for (var browser : browsers) {
                assertThat(browser.streams).hasSize(2 * (PARTICIPANTS - 1));
                long late = network.nowNanos() - Duration.ofMillis(1500).toNanos();
                for (Stream stream : browser.streams.values()) {
                    assertThat(stream.missingSince.values().stream().filter(since -> since - late < 0))
                            .isEmpty();
                    assertThat(stream.received).isGreaterThan(15_000);
                    repaired += stream.repaired;
                }
            }
            assertThat(repaired).isGreaterThan(100_000);
            assertThat(server.retransmitted).isGreaterThan(100_000);
            assertThat(server.keyFrames)
                    .as("repairs, not key frames, mend loss")
                    .isLessThan(30);
        });
    }
}
