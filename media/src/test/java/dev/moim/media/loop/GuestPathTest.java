package dev.moim.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.DatagramGuest;
import dev.moim.media.DropReason;
import dev.moim.media.GuestLoop;
import dev.moim.media.MediaRoom;
import dev.moim.media.MediaSettings;
import dev.moim.media.MediaSettings.DatagramIo;
import dev.moim.media.PeerId;
import dev.moim.media.PeerParameters;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Peers whose datagrams come and go through the guest instead of an address of their own.
@Timeout(60)
class GuestPathTest {
    private static final int LOOPS = 3;

    private final Map<String, MediaRoom> rooms = new ConcurrentHashMap<>();
    private final Queue<String> wrongThreads = new ConcurrentLinkedQueue<>();

    @Test
    void aPeerConnectsThroughTheGuestOfWhicheverLoopReceivesIt() throws Exception {
        var settings = new MediaSettings("127.0.0.1", 0, LOOPS, DatagramIo.AUTO);
        try (var server = MediaLoops.start(settings, Tunnel::new)) {
            var room = server.openRoom("far away", _ -> {});
            var clients = new ArrayList<TestClient>();
            for (int i = 0; i < 12; i++) {
                String id = "peer-" + i;
                rooms.put(id, room);
                room.join(
                        new PeerId(id),
                        new PeerParameters(
                                List.of(TestClient.fingerprint()), List.of(), Map.of(), List.of(), List.of()));
                clients.add(new TestClient(id, server.localAddress(), server.fingerprint(), true));
            }
            for (var client : clients) {
                client.check(true);
                await(client.checked);
                client.connect();
            }
            for (var client : clients) {
                await(client.connected);
            }
            assertThat(wrongThreads).isEmpty();
            assertThat(server.counters().drops().get(DropReason.UNREGISTERED_ADDRESS))
                    .isZero();
            assertThat(server.counters().loopErrors()).isZero();

            room.close();
            for (var client : clients) {
                await(client.closedByServer);
                client.close();
            }
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /// Takes the first byte off what comes and puts it before what goes.
    private final class Tunnel implements DatagramGuest {
        private final GuestLoop loop;
        private final Map<InetSocketAddress, InetSocketAddress> clients = new HashMap<>();

        Tunnel(GuestLoop loop) {
            this.loop = loop;
        }

        @Override
        public void onDatagram(
                byte[] buffer, int offset, int length, InetSocketAddress source, Reply reply, long nowNanos) {
            var path = new InetSocketAddress(InetAddress.ofLiteral("100::" + loop.index()), source.getPort());
            clients.put(path, source);
            if ((buffer[offset + 1] & 0xFF) >= 4) {
                loop.deliver(path, buffer, offset + 1, length - 1);
                return;
            }
            String id = new String(buffer, offset + 3, length - 3, StandardCharsets.UTF_8);
            Objects.requireNonNull(rooms.get(id)).addPath(new PeerId(id), path, true);
            reply.send(new byte[] {TestClient.TUNNEL, 1}, 0, 2);
        }

        @Override
        public int ownerOf(InetSocketAddress path) {
            byte[] address = path.getAddress().getAddress();
            return address.length == 16 && address[0] == 1 ? address[15] : NETWORK;
        }

        @Override
        public boolean send(InetSocketAddress path, byte[] buffer, int offset, int length, long nowNanos) {
            if (!Thread.currentThread().getName().equals("media-loop-" + loop.index())) {
                wrongThreads.add(Thread.currentThread().getName());
            }
            byte[] datagram = new byte[1 + length];
            datagram[0] = TestClient.TUNNEL;
            System.arraycopy(buffer, offset, datagram, 1, length);
            InetSocketAddress client = clients.get(path);
            if (client != null) {
                loop.send(client, datagram, 0, datagram.length);
            }
            return client != null;
        }
    }
}
