package dev.moim.media.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.CloseCause;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Whoever can send from a registered address can do no more than be counted.
class HostileDatagramsTest {
    private static final long SEED = 4711;
    private static final int HANDSHAKES = 30;
    private static final int MUTATED = 1_000_000;
    private static final long MEMORY_SLACK_BYTES = 24 << 20;

    private static final Duration CHANGING = Duration.ofSeconds(3);

    private final Random random = new Random(SEED);

    /// Before each datagram of the client come forged ones that need no knowledge of the handshake under way.
    @Test
    void aHandshakeEndsWellAmongForgedDatagrams() throws Exception {
        for (int i = 0; i < HANDSHAKES; i++) {
            var pair = new Pair();
            pair.client.line = this::amongForged;
            pair.client.transport.start();
            pair.runUntil(() -> pair.server.connected && pair.client.connected);
            pair.client.line = UnaryOperator.identity();
            exchange(pair, 1);
            pair.client.transport.close(0);
            pair.server.transport.close(0);
        }
    }

    /// Handshake messages in the clear are not authenticated, so a changed one may end its handshake, but only that
    /// one and in good order.
    @Test
    void changedHandshakeMessagesEndAtMostTheirOwnHandshake() throws Exception {
        var escaped = new ConcurrentLinkedQueue<Throwable>();
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, failure) -> escaped.add(failure));
        try {
            var pairs = new ArrayList<Pair>();
            for (int i = 0; i < 200; i++) {
                var pair = new Pair();
                pair.client.line = this::changed;
                pair.server.line = this::changed;
                pair.client.transport.start();
                pairs.add(pair);
            }
            long start = System.nanoTime();
            while (System.nanoTime() - start < CHANGING.toNanos()
                    && !pairs.stream().allMatch(Pair::isSettled)) {
                pairs.forEach(Pair::runOnce);
                Thread.sleep(1);
            }
            for (var pair : pairs) {
                pair.client.line = UnaryOperator.identity();
                pair.server.line = UnaryOperator.identity();
                pair.client.transport.close(0);
                pair.runUntil(() -> !pair.server.closings.isEmpty() || !pair.server.connected);
                pair.server.transport.close(0);
            }
            exchange(Pair.connected(), 1);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(escaped).as("seed " + SEED).isEmpty();
    }

    @Test
    void anAssociationSurvivesAMillionMutatedDatagrams() throws Exception {
        var pair = new Pair();
        var seen = new ArrayList<byte[]>();
        pair.client.line = batch -> {
            batch.forEach(datagram -> seen.add(datagram.clone()));
            return batch;
        };
        pair.client.transport.start();
        pair.runUntil(() -> pair.server.connected && pair.client.connected);
        for (int i = 0; i < 20; i++) {
            exchange(pair, i);
            byte[] report = Packets.receiverReport(77);
            pair.client.transport.sendRtcp(Packets.withRoom(report), 0, report.length);
            pair.carry();
        }
        pair.server.rtp.clear();
        pair.server.rtcp.clear();
        pair.server.payloadLengths.clear();
        warm(pair, seen);

        long memory = usedMemory();
        int threads = Thread.activeCount();
        for (int i = 0; i < MUTATED; i++) {
            byte[] datagram = random.nextInt(4) == 0 ? garbage() : mutated(seen.get(random.nextInt(seen.size())));
            pair.server.transport.onDatagram(datagram, 0, datagram.length, i);
            pair.runCommands();
            pair.server.sent.clear();
        }

        assertThat(usedMemory() - memory).as("seed " + SEED).isLessThan(MEMORY_SLACK_BYTES);
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
        assertThat(pair.server.rtp).isEmpty();
        assertThat(pair.server.rtcp).isEmpty();
        assertThat(pair.server.closings).isEmpty();
        exchange(pair, 30);
        pair.client.transport.close(0);
        pair.runUntil(() -> !pair.server.closings.isEmpty());
        assertThat(pair.server.closings).containsExactly(CloseCause.CLOSED_BY_PEER);
    }

    /// Everything that is only needed once is there before memory is measured.
    private void warm(Pair pair, List<byte[]> seen) {
        for (int i = 0; i < 20_000; i++) {
            byte[] datagram = mutated(seen.get(random.nextInt(seen.size())));
            pair.server.transport.onDatagram(datagram, 0, datagram.length, i);
        }
    }

    private void exchange(Pair pair, int sequenceNumber) {
        byte[] packet = Packets.rtp(9, sequenceNumber, 300);
        assertThat(pair.client.transport.sendRtp(Packets.withRoom(packet), 0, packet.length))
                .isTrue();
        pair.carry();
        assertThat(pair.server.rtp).as("seed " + SEED).last().isEqualTo(packet);
    }

    private List<byte[]> amongForged(List<byte[]> batch) {
        var all = new ArrayList<byte[]>();
        for (byte[] datagram : batch) {
            for (int i = 0; i < 10; i++) {
                all.add(forged());
            }
            all.add(datagram);
        }
        return all;
    }

    private List<byte[]> changed(List<byte[]> batch) {
        return batch.stream()
                .map(datagram -> random.nextInt(3) == 0 ? mutated(datagram) : datagram)
                .toList();
    }

    private byte[] forged() {
        return switch (random.nextInt(6)) {
            case 0 -> garbage();
            case 1 -> record(21, 0, new byte[] {2, (byte) random.nextInt(120)});
            case 2 -> record(20, 0, new byte[] {1});
            case 3 -> record(20 + random.nextInt(4), 1, bytes(1 + random.nextInt(100)));
            case 4 -> record(23, 0, bytes(1 + random.nextInt(100)));
            default -> record(20 + random.nextInt(4), 2 + random.nextInt(100), bytes(1 + random.nextInt(100)));
        };
    }

    private byte[] garbage() {
        byte[] datagram = bytes(random.nextInt(200));
        if (datagram.length > 0 && random.nextBoolean()) {
            datagram[0] = (byte) (20 + random.nextInt(44));
        }
        return datagram;
    }

    private byte[] record(int type, int epoch, byte[] fragment) {
        byte[] record = new byte[13 + fragment.length];
        record[0] = (byte) type;
        record[1] = (byte) 0xFE;
        record[2] = (byte) 0xFD;
        record[4] = (byte) epoch;
        record[9] = (byte) random.nextInt();
        record[12] = (byte) fragment.length;
        System.arraycopy(fragment, 0, record, 13, fragment.length);
        return record;
    }

    private byte[] mutated(byte[] original) {
        int length = random.nextInt(5) == 0 ? random.nextInt(original.length + 1) : original.length;
        byte[] datagram = Arrays.copyOf(original, length);
        int changes = length == original.length ? 1 + random.nextInt(4) : 0;
        for (int i = 0; i < changes; i++) {
            // Headers decide most.
            int position = random.nextInt(random.nextBoolean() ? Math.min(30, length) : length);
            datagram[position] ^= (byte) (1 + random.nextInt(255));
        }
        return datagram;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static long usedMemory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
