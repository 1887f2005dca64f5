package dev.moim.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moim.media.DatagramGuest;
import dev.moim.media.DropReason;
import dev.moim.media.udp.UdpSocket;
import dev.moim.media.udp.UdpSockets;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GuestDeskTest {
    private final List<InetSocketAddress> sources = new ArrayList<>();
    private final List<DatagramGuest.Reply> replies = new ArrayList<>();
    private final Set<InetSocketAddress> forged = new HashSet<>();
    private final Engine engine = new Engine();
    private UdpSocket socket;
    private GuestDesk desk;

    @BeforeEach
    void open() throws IOException {
        socket = UdpSockets.open(new InetSocketAddress("127.0.0.1", 0), 1, UdpSockets.Choice.AUTO)
                .getFirst();
        desk = new GuestDesk(0, 1, socket, engine, _ -> new Guest());
    }

    @AfterEach
    void close() {
        socket.close();
    }

    private void exchange(DatagramSocket client) throws IOException {
        client.setSoTimeout(5000);
        client.send(new DatagramPacket(new byte[] {1, 2}, 2, socket.localAddress()));
        socket.await(5_000_000_000L);
        desk.onDatagram(socket.receive(), 0, 0);
        socket.flush();
        client.receive(new DatagramPacket(new byte[2], 2));
    }

    @Test
    void makesOneAddressOfASenderThatComesAgain() throws IOException {
        try (var client = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            exchange(client);
            exchange(client);
            assertThat(sources.getFirst()).isEqualTo(client.getLocalSocketAddress());
            assertThat(sources.getLast()).isSameAs(sources.getFirst());
        }
    }

    @Test
    void forgetsSendersWhenTheyAreTooMany() throws IOException {
        try (var first = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            exchange(first);
            var strangers = new HashSet<>();
            // Ports are given at random and may come again, so it counts those that differ.
            while (strangers.size() < 1100) {
                try (var stranger = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
                    strangers.add(stranger.getLocalSocketAddress());
                    exchange(stranger);
                }
            }
            exchange(first);
            assertThat(sources.getLast()).isEqualTo(sources.getFirst()).isNotSameAs(sources.getFirst());
        }
    }

    @Test
    void aReplyIsOverWhenTheCallIs() throws IOException {
        try (var client = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            exchange(client);
            assertThatThrownBy(() -> replies.getFirst().send(new byte[1], 0, 1))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void dropsADatagramThatClaimsToComeFromAnAddressTheGuestKeeps() throws IOException {
        try (var client = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            forged.add((InetSocketAddress) client.getLocalSocketAddress());
            client.send(new DatagramPacket(new byte[] {1, 2}, 2, socket.localAddress()));
            socket.await(5_000_000_000L);
            desk.onDatagram(socket.receive(), 0, 0);
        }
        assertThat(sources).isEmpty();
        assertThat(engine.dropped).containsExactly(DropReason.UNREGISTERED_ADDRESS);
    }

    @Test
    void dropsWhatTheGuestBringsFromAPathThatNobodyTold() {
        desk.deliver(new InetSocketAddress("127.0.0.1", 9), new byte[1], 0, 1);
        assertThat(engine.dropped).containsExactly(DropReason.UNREGISTERED_ADDRESS);
    }

    private final class Guest implements DatagramGuest {
        @Override
        public void onDatagram(
                byte[] buffer, int offset, int length, InetSocketAddress source, Reply reply, long nowNanos) {
            sources.add(source);
            replies.add(reply);
            reply.send(buffer, offset, length);
        }

        @Override
        public int ownerOf(InetSocketAddress path) {
            return forged.contains(path) ? 0 : NETWORK;
        }
    }

    private static final class Engine implements GuestDesk.Engine {
        final List<DropReason> dropped = new ArrayList<>();

        @Override
        public void deliver(LoopPeer peer, byte[] buffer, int offset, int length) {
            throw new AssertionError("no peer has told a path");
        }

        @Override
        public void submit(Command command) {
            command.run(0);
        }

        @Override
        public void drop(DropReason reason) {
            dropped.add(reason);
        }
    }
}
