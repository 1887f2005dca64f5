package dev.moim.media.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every kind of socket does, run by each of them.
@Timeout(30)
abstract class UdpSocketContract {
    private static final long SECOND = 1_000_000_000;
    private static final long LIMIT = 5 * SECOND;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final UdpSockets.Choice choice;

    UdpSocketContract(UdpSockets.Choice choice) {
        this.choice = choice;
    }

    @AfterEach
    void close() throws Exception {
        for (var socket : opened) {
            socket.close();
        }
    }

    UdpSocket open(String address) throws IOException {
        return open(address, 0, 1).getFirst();
    }

    private List<UdpSocket> open(String address, int port, int count) throws IOException {
        var sockets = UdpSockets.open(new InetSocketAddress(address, port), count, choice);
        opened.addAll(sockets);
        return sockets;
    }

    private DatagramSocket plain(String address) throws IOException {
        var socket = new DatagramSocket(new InetSocketAddress(address, 0));
        socket.setSoTimeout(5000);
        opened.add(socket);
        return socket;
    }

    static RemoteAddress at(String address, UdpSocket socket) {
        return RemoteAddress.of(
                new InetSocketAddress(address, socket.localAddress().getPort()));
    }

    static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (seed * 31 + i * 7);
        }
        return bytes;
    }

    /// Copies of the next datagrams, waiting for them at most five seconds.
    static List<byte[]> receive(UdpSocket socket, int count) {
        var datagrams = new ArrayList<byte[]>();
        long deadline = System.nanoTime() + LIMIT;
        while (datagrams.size() < count && System.nanoTime() - deadline < 0) {
            socket.await(deadline - System.nanoTime());
            collect(socket.receive(), datagrams);
        }
        return datagrams;
    }

    private static void collect(ReceiveBatch batch, List<byte[]> datagrams) {
        for (int i = 0; i < batch.size(); i++) {
            datagrams.add(Arrays.copyOfRange(batch.buffer(), batch.offset(i), batch.offset(i) + batch.length(i)));
        }
    }

    @Test
    void namesItsKind() throws IOException {
        assertThat(open("127.0.0.1").kind()).isEqualToIgnoringCase(choice.name());
    }

    @Test
    void tellsAnIpv4SenderFromAnIpv6One() throws IOException {
        var socket = open("::");
        for (String loopback : List.of("127.0.0.1", "::1")) {
            var peer = plain(loopback);
            peer.send(new DatagramPacket(
                    new byte[] {1, 2, 3},
                    3,
                    InetAddress.getByName(loopback),
                    socket.localAddress().getPort()));
            socket.await(LIMIT);
            var batch = socket.receive();

            assertThat(batch.size()).isOne();
            assertThat(batch.source(0)).isEqualTo(peer.getLocalSocketAddress());
            assertThat(batch.remote(0)).isEqualTo(RemoteAddress.of((InetSocketAddress) peer.getLocalSocketAddress()));

            socket.send(batch.remote(0), new byte[] {9, 8, 7}, 1, 2);
            socket.flush();
            var answer = new DatagramPacket(new byte[10], 10);
            peer.receive(answer);
            assertThat(Arrays.copyOf(answer.getData(), answer.getLength())).containsExactly(8, 7);
            assertThat(answer.getPort()).isEqualTo(socket.localAddress().getPort());
        }
    }

    @Test
    void findsTheValueOfASender() throws IOException {
        var socket = open("::");
        var known = plain("127.0.0.1");
        var unknown = plain("127.0.0.1");
        var table = new AddressTable<String>();
        table.put(RemoteAddress.of((InetSocketAddress) known.getLocalSocketAddress()), "known");

        for (var peer : List.of(known, unknown)) {
            peer.send(new DatagramPacket(
                    new byte[1],
                    1,
                    InetAddress.getByName("127.0.0.1"),
                    socket.localAddress().getPort()));
            socket.await(LIMIT);
            assertThat(table.get(socket.receive(), 0)).isEqualTo(peer.equals(known) ? "known" : null);
        }
    }

    @Test
    void carriesEverySize() throws IOException {
        var from = open("127.0.0.1");
        var to = open("127.0.0.1");
        for (int length = 1; length <= 1500; length++) {
            from.send(at("127.0.0.1", to), bytes(length, length), 0, length);
            if (length % 50 == 0) {
                from.flush();
                var datagrams = receive(to, 50);
                for (int i = 0; i < 50; i++) {
                    int expected = length - 49 + i;
                    assertThat(datagrams.get(i)).isEqualTo(bytes(expected, expected));
                }
            }
        }
    }

    @Test
    void carriesABatchLargerThanOneCall() throws IOException {
        var from = open("::");
        var to = open("::");
        for (int i = 0; i < 200; i++) {
            from.send(at("::1", to), bytes(100 + i, i), 0, 100 + i);
        }
        from.flush();

        var datagrams = receive(to, 200);
        for (int i = 0; i < 200; i++) {
            assertThat(datagrams.get(i)).isEqualTo(bytes(100 + i, i));
        }
        assertThat(from.counters().sent()).isEqualTo(200);
        assertThat(to.counters().received()).isEqualTo(200);
    }

    @Test
    void runsOfEqualSizeArriveWholeAndInOrder() throws IOException {
        var from = open("127.0.0.1");
        var first = open("127.0.0.1");
        var second = open("127.0.0.1");
        // Longer than one message may be, a shorter last one, a size change within a run, and back to the first.
        int[] toFirst = new int[70];
        Arrays.fill(toFirst, 1200);
        toFirst[69] = 10;
        int[] toSecond = {700, 700, 701, 701, 300, 300, 1, 1};
        for (int round = 0; round < 2; round++) {
            send(from, at("127.0.0.1", first), toFirst);
            send(from, at("127.0.0.1", second), toSecond);
        }
        from.flush();

        assertArrived(receive(first, 140), toFirst);
        assertArrived(receive(second, 16), toSecond);
        assertThat(from.counters().sent()).isEqualTo(156);
        assertThat(from.counters().failed()).isZero();
    }

    private static void send(UdpSocket from, RemoteAddress to, int[] lengths) {
        for (int i = 0; i < lengths.length; i++) {
            from.send(to, bytes(lengths[i], i), 0, lengths[i]);
        }
    }

    private static void assertArrived(List<byte[]> datagrams, int[] lengths) {
        for (int i = 0; i < 2 * lengths.length; i++) {
            int index = i % lengths.length;
            assertThat(datagrams.get(i)).isEqualTo(bytes(lengths[index], index));
        }
    }

    @Test
    void sendsMoreThanItsOwnBuffersHold() throws IOException {
        var from = open("127.0.0.1");
        var to = open("127.0.0.1");
        int rounds = 600;
        for (int i = 0; i < rounds; i++) {
            from.send(at("127.0.0.1", to), bytes(1400 + i % 2, i), 0, 1400 + i % 2);
        }
        from.flush();

        var datagrams = receive(to, rounds);
        for (int i = 0; i < rounds; i++) {
            assertThat(datagrams.get(i)).isEqualTo(bytes(1400 + i % 2, i));
        }
    }

    @Test
    void countsDatagramsOfImpossibleSize() throws IOException {
        var socket = open("127.0.0.1");
        socket.send(at("127.0.0.1", socket), new byte[0], 0, 0);
        socket.send(at("127.0.0.1", socket), new byte[3000], 0, 3000);
        socket.flush();
        assertThat(socket.counters().failed()).isEqualTo(2);

        var peer = plain("127.0.0.1");
        var port = socket.localAddress().getPort();
        peer.send(new DatagramPacket(new byte[5000], 5000, InetAddress.getByName("127.0.0.1"), port));
        peer.send(new DatagramPacket(new byte[] {5}, 1, InetAddress.getByName("127.0.0.1"), port));
        assertThat(receive(socket, 1)).containsExactly(new byte[] {5});
        assertThat(socket.counters().oversized()).isOne();
    }

    @Test
    void wakesFromAnotherThreadBeforeAndWhileItWaits() throws Exception {
        var socket = open("127.0.0.1");
        socket.wake();
        long start = System.nanoTime();
        socket.await(60 * SECOND);
        for (int i = 0; i < 100; i++) {
            var thread = Thread.ofPlatform().start(socket::wake);
            socket.await(60 * SECOND);
            thread.join();
        }
        assertThat(System.nanoTime() - start).isLessThan(25 * SECOND);
    }

    @Test
    void waitsForTheTimeout() throws IOException {
        var socket = open("127.0.0.1");
        long start = System.nanoTime();
        socket.await(50_000_000);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(49_000_000);
        socket.await(0);
        socket.await(-5);
        assertThat(socket.receive().size()).isZero();
    }

    @Test
    void wakeAfterCloseTouchesNobodyElsesFile(@TempDir Path folder) throws Exception {
        for (int round = 0; round < 50; round++) {
            var socket = open("127.0.0.1");
            var wakes = new AtomicLong();
            var enough = new AtomicBoolean();
            var thread = Thread.ofPlatform().start(() -> {
                while (!enough.get()) {
                    socket.wake();
                    wakes.incrementAndGet();
                }
            });
            for (int i = 0; i < 20; i++) {
                socket.await(1_000_000);
            }
            socket.close();
            // They get the numbers of the descriptors that are free now.
            var one = folder.resolve("one-" + round);
            var two = folder.resolve("two-" + round);
            try (var _ = Files.newByteChannel(one, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = Files.newByteChannel(two, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                long closed = wakes.get();
                while (wakes.get() < closed + 100 && thread.isAlive()) {
                    Thread.onSpinWait();
                }
                enough.set(true);
                thread.join();
            }
            assertThat(wakes.get()).isGreaterThanOrEqualTo(100);
            assertThat(Files.size(one) + Files.size(two)).isZero();
        }
    }

    @Test
    void refusesAPortThatSomebodyHas() throws IOException {
        int port = open("127.0.0.1", 0, 2).getFirst().localAddress().getPort();
        assertThatThrownBy(() -> open("127.0.0.1", port, 1)).isInstanceOf(BindException.class);
    }

    @Test
    void socketsOnOnePortShareWhatArrives() throws IOException {
        var sockets = open("127.0.0.1", 0, 2);
        assertThat(sockets).hasSize(2);
        int port = sockets.getFirst().localAddress().getPort();
        assertThat(sockets.getLast().localAddress().getPort()).isEqualTo(port);

        Set<Integer> received = new TreeSet<>();
        var shares = new int[2];
        for (int i = 0; i < 100; i++) {
            var peer = plain("127.0.0.1");
            peer.send(new DatagramPacket(new byte[] {(byte) i}, 1, InetAddress.getByName("127.0.0.1"), port));
        }
        long deadline = System.nanoTime() + LIMIT;
        while (received.size() < 100 && System.nanoTime() - deadline < 0) {
            for (int s = 0; s < 2; s++) {
                sockets.get(s).await(1_000_000);
                var batch = sockets.get(s).receive();
                for (int i = 0; i < batch.size(); i++) {
                    received.add((int) batch.buffer()[batch.offset(i)]);
                    shares[s]++;
                }
            }
        }
        assertThat(received).hasSize(100);
        assertThat(shares[0]).isBetween(1, 99);
    }

    @Test
    void closedDestinationDoesNotHurtOthers() throws IOException {
        var gone = open("127.0.0.1");
        var nobody = at("127.0.0.1", gone);
        gone.close();
        var from = open("127.0.0.1");
        var to = open("127.0.0.1");
        for (int i = 0; i < 20; i++) {
            from.send(nobody, bytes(900, i), 0, 900);
            from.send(at("127.0.0.1", to), bytes(900, i), 0, 900);
            from.flush();
            assertThat(from.receive().size()).isZero();
        }
        var datagrams = receive(to, 20);
        for (int i = 0; i < 20; i++) {
            assertThat(datagrams.get(i)).isEqualTo(bytes(900, i));
        }
    }

    @Test
    void countsWhatTheSystemRefuses() throws IOException {
        var socket = open("127.0.0.1");
        var unreachable = RemoteAddress.of(new InetSocketAddress("198.51.100.1", 9));
        for (int i = 0; i < 10; i++) {
            // A socket bound to loopback reaches no other network.
            socket.send(unreachable, bytes(100, i), 0, 100);
        }
        socket.flush();
        assertThat(socket.counters().failed()).isEqualTo(10);
        assertThat(socket.counters().sent()).isZero();
    }

    @Test
    void aFullReceiverLosesAndNobodyThrows() throws IOException {
        var from = open("127.0.0.1");
        var to = open("127.0.0.1");
        for (int i = 0; i < 20_000; i++) {
            from.send(at("127.0.0.1", to), bytes(1200, i), 0, 1200);
        }
        from.flush();
        assertThat(from.counters().sent() + from.counters().failed()).isEqualTo(20_000);

        assertThat(receive(to, 64).getFirst()).isEqualTo(bytes(1200, 0));
    }

    @Test
    void manyWakersLoseNoWakeUp() throws Exception {
        var socket = open("127.0.0.1");
        var work = new AtomicLong();
        var stop = new AtomicBoolean();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 3; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 5_000 && !stop.get(); i++) {
                    work.incrementAndGet();
                    socket.wake();
                }
            }));
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        long done = 0;
        while (done < 15_000 && System.nanoTime() - deadline < 0) {
            done = work.get();
            if (done < 15_000) {
                socket.await(60 * SECOND);
            }
        }
        stop.set(true);
        for (var thread : threads) {
            thread.join();
        }
        assertThat(done).isEqualTo(15_000);
    }
}
