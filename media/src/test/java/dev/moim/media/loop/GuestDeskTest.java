package dev.moim.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moim.media.DatagramGuest;
import dev.moim.media.udp.UdpSocket;
import dev.moim.media.udp.UdpSockets;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GuestDeskTest {
    private final List<InetSocketAddress> sources = new ArrayList<>();
    private final List<DatagramGuest.Reply> replies = new ArrayList<>();
    private UdpSocket socket;
    private GuestDesk desk;

    @BeforeEach
    void open() throws IOException {
        socket = UdpSockets.open(new InetSocketAddress("127.0.0.1", 0), 1, UdpSockets.Choice.AUTO)
                .getFirst();
        desk = new GuestDesk(
                (buffer, offset, length, source, reply, _) -> {
                    sources.add(source);
                    replies.add(reply);
                    reply.send(buffer, offset, length);
                },
                socket);
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
}
