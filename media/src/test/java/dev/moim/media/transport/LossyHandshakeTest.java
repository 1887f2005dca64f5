package dev.moim.media.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Handshakes over lines that lose a quarter of the datagrams, double some and change their order. Retransmissions come
/// ever later, so lines that never mend would leave one pair in some hundred waiting for longer than the test does.
class LossyHandshakeTest {
    private static final int PAIRS = 40;

    /// Time for the first three retransmissions of either side.
    private static final long BAD_NANOS = TimeUnit.SECONDS.toNanos(3);

    @Test
    void allComeToTheirEnd() throws Exception {
        long seed = 20_261_121;
        var random = new Random(seed);
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < PAIRS; i++) {
            var pair = new Pair();
            pair.server.line = bad(random);
            pair.client.line = bad(random);
            pair.client.transport.start();
            pairs.add(pair);
        }
        long start = System.nanoTime();
        for (var pair : pairs) {
            pair.runUntil(() -> {
                if (System.nanoTime() - start > BAD_NANOS) {
                    pairs.forEach(LossyHandshakeTest::mend);
                }
                pairs.forEach(Pair::runOnce);
                return pair.server.connected && pair.client.connected;
            });
        }
        for (var pair : pairs) {
            mend(pair);
            byte[] packet = Packets.rtp(5, 6, 70);
            assertThat(pair.server.transport.sendRtp(Packets.withRoom(packet), 0, packet.length))
                    .as("seed " + seed)
                    .isTrue();
            pair.carry();
            assertThat(pair.client.rtp).containsExactly(packet);
            assertThat(pair.server.longest).isLessThanOrEqualTo(1200);
            assertThat(pair.client.longest).isLessThanOrEqualTo(1200);
            assertThat(pair.server.closings).isEmpty();
            pair.client.transport.close(0);
            pair.server.transport.close(0);
        }
    }

    private static void mend(Pair pair) {
        pair.server.line = UnaryOperator.identity();
        pair.client.line = UnaryOperator.identity();
    }

    private static UnaryOperator<List<byte[]>> bad(Random random) {
        var held = new ArrayList<byte[]>();
        return batch -> {
            for (byte[] datagram : batch) {
                if (random.nextInt(4) > 0) {
                    held.add(datagram);
                }
                if (random.nextInt(10) == 0) {
                    held.add(datagram.clone());
                }
            }
            Collections.shuffle(held, random);
            int now = held.isEmpty() ? 0 : random.nextInt(held.size() + 1);
            var out = new ArrayList<>(held.subList(0, now));
            held.subList(0, now).clear();
            return out;
        };
    }
}
