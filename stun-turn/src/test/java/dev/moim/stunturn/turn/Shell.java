package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.RelayedPath;
import dev.moim.stunturn.TurnEffects;
import dev.moim.stunturn.tcp.StunStreamFramer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A TURN server on real UDP and TCP sockets of loopback, for clients that others wrote. The server's media is an echo
/// at 127.0.0.2; the rest of loopback is opened to peers, which only a test may do. One thread owns the core.
final class Shell implements TurnEffects, AutoCloseable {
    static final InetAddress FRONT = InetAddress.ofLiteral("127.0.0.1");
    static final InetSocketAddress MEDIA = new InetSocketAddress("127.0.0.2", 3478);
    private static final int ROOM = 8;
    private static final int LONGEST = 4096;

    final DatagramSocket udp = new DatagramSocket(new InetSocketAddress(FRONT, 0));
    final ServerSocket tcp = new ServerSocket(0, 50, FRONT);
    private final Map<InetSocketAddress, DatagramSocket> relays = new ConcurrentHashMap<>();
    private final Map<Long, Socket> connections = new ConcurrentHashMap<>();
    private final ExecutorService owner = Executors.newSingleThreadExecutor();
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final TurnCore core;

    Shell() throws IOException {
        PeerPolicy policy = new PeerPolicy(List.of(IpPrefix.parse("127.0.0.0/8")), List.of(), 1024, 65_535, List.of());
        core = new TurnCore(
                TurnSettings.DEFAULT,
                policy,
                Bench.SECRET,
                _ -> true,
                this,
                new SecureRandom(),
                System.nanoTime(),
                Instant.now());
        core.onServerAddresses(List.of(MEDIA));
        readers.execute(() -> receive(
                udp,
                (from, buffer, length) ->
                        core.onClient(new ClientPath.Datagram(from), buffer, ROOM, length, System.nanoTime())));
        readers.execute(this::accept);
    }

    Map<String, Long> counters() {
        return core.counters();
    }

    private interface Receiver {
        void onDatagram(InetSocketAddress from, byte[] buffer, int length);
    }

    private void receive(DatagramSocket socket, Receiver receiver) {
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(new byte[ROOM + LONGEST + ROOM], ROOM, LONGEST);
            try {
                socket.receive(packet);
            } catch (IOException closed) {
                return;
            }
            owner.execute(() -> receiver.onDatagram(
                    (InetSocketAddress) packet.getSocketAddress(), packet.getData(), packet.getLength()));
        }
    }

    private void accept() {
        for (long number = 0; !tcp.isClosed(); number++) {
            try {
                Socket connection = tcp.accept();
                connections.put(number, connection);
                var path = new ClientPath.Stream(number, (InetSocketAddress) connection.getRemoteSocketAddress());
                readers.execute(() -> read(connection, path));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void read(Socket connection, ClientPath path) {
        StunStreamFramer framer = new StunStreamFramer();
        byte[] buffer = new byte[LONGEST];
        try (connection) {
            for (int count = connection.getInputStream().read(buffer);
                    count >= 0;
                    count = connection.getInputStream().read(buffer)) {
                boolean good = framer.feed(buffer, 0, count, (frame, offset, length) -> {
                    byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
                    owner.execute(() -> core.onClient(path, copy, 0, copy.length, System.nanoTime()));
                });
                if (!good) {
                    return;
                }
            }
        } catch (IOException closed) {
            owner.execute(() -> core.onClientGone(path));
        }
    }

    @Override
    public void toClient(ClientPath client, byte[] buffer, int offset, int length) {
        switch (client) {
            case ClientPath.Datagram(InetSocketAddress address) -> send(udp, address, buffer, offset, length);
            case ClientPath.Stream stream -> {
                Socket connection = connections.get(stream.connection());
                if (connection != null) {
                    try {
                        connection.getOutputStream().write(buffer, offset, length);
                    } catch (IOException gone) {
                        connections.remove(stream.connection());
                    }
                }
            }
        }
    }

    @Override
    public void toServer(RelayedPath path, byte[] buffer, int offset, int length) {
        byte[] echo = new byte[ROOM + length + ROOM];
        System.arraycopy(buffer, offset, echo, ROOM, length);
        core.fromServer(path.source(), echo, ROOM, length, System.nanoTime());
    }

    @Override
    public void toPeer(InetSocketAddress relayed, InetSocketAddress peer, byte[] buffer, int offset, int length) {
        DatagramSocket relay = relays.get(relayed);
        if (relay != null) {
            send(relay, peer, buffer, offset, length);
        }
    }

    @Override
    public boolean openRelay(InetSocketAddress relayed) {
        try {
            DatagramSocket relay = new DatagramSocket(relayed);
            relays.put(relayed, relay);
            readers.execute(() -> receive(
                    relay,
                    (from, buffer, length) -> core.fromPeer(relayed, from, buffer, ROOM, length, System.nanoTime())));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public void closeRelay(InetSocketAddress relayed) {
        DatagramSocket relay = relays.remove(relayed);
        if (relay != null) {
            relay.close();
        }
    }

    @Override
    public void onAllocationEnded(ClientPath client) {}

    private static void send(DatagramSocket socket, InetSocketAddress to, byte[] buffer, int offset, int length) {
        try {
            socket.send(new DatagramPacket(buffer, offset, length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        for (Socket connection : connections.values()) {
            connection.close();
        }
        relays.values().forEach(DatagramSocket::close);
        readers.shutdownNow();
        owner.shutdownNow();
    }
}
