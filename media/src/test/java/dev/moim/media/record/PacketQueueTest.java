package dev.moim.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketQueueTest {
    private final QueuedItem in = new QueuedItem();
    private final QueuedItem out = new QueuedItem();

    private void fill(long number, int length) {
        in.sequenceNumber = number;
        in.length = length;
        in.bytes = new byte[length];
        java.util.Arrays.fill(in.bytes, (byte) number);
    }

    @Test
    void everyFieldComesOutAsItWentIn() {
        var queue = new PacketQueue(1 << 20);
        fill(7, 3);
        in.kind = QueuedItem.DISABLED;
        in.track = 3;
        in.stream = 4;
        in.dropped = 5;
        in.codec = 2;
        in.redundant = true;
        in.marker = true;
        in.padding = true;
        in.rotation = -1;
        in.timestamp = -2;
        in.clockRate = 48_000;
        in.arrivalNanos = -9;
        in.reportedNanos = 10;
        in.reportedTimestamp = 11;
        assertThat(queue.offer(in)).isTrue();
        assertThat(queue.poll(out)).isTrue();
        assertThat(out)
                .usingRecursiveComparison()
                .ignoringFields("bytes", "offset")
                .isEqualTo(in);
        assertThat(java.util.Arrays.copyOfRange(out.bytes, out.offset, out.offset + out.length))
                .containsExactly(7, 7, 7);
        assertThat(queue.poll(out)).isFalse();
    }

    @Test
    void aFullQueueStillTakesNewsAndRecovers() {
        var queue = new PacketQueue(1 << 20);
        int taken = 0;
        fill(1, 1200);
        while (queue.offer(in)) {
            taken++;
        }
        assertThat(taken * 1264L).isBetween(900_000L, 1L << 20);
        // More than fit behind the last packet: some are in the reserve.
        fill(2, 0);
        for (int i = 0; i < 30; i++) {
            assertThat(queue.offerControl(in)).isTrue();
        }
        fill(3, 0);
        assertThat(queue.offer(in)).isFalse();
        for (int i = 0; i < taken + 30; i++) {
            assertThat(queue.poll(out)).isTrue();
            assertThat(out.sequenceNumber).isEqualTo(i < taken ? 1 : 2);
        }
        assertThat(queue.poll(out)).isFalse();
        assertThat(queue.offer(in)).isTrue();
        assertThat(queue.poll(out)).isTrue();
        assertThat(out.sequenceNumber).isEqualTo(3);
    }

    @Test
    void twoThreadsLoseAndMixNothing() throws InterruptedException {
        var queue = new PacketQueue(1 << 20);
        int count = 300_000;
        long seed = new Random().nextLong();
        Thread producer = Thread.ofPlatform().start(() -> {
            var random = new Random(seed);
            for (int i = 0; i < count; i++) {
                fill(i, random.nextInt(1500));
                while (!queue.offer(in)) {
                    Thread.onSpinWait();
                }
            }
        });
        var random = new Random(seed);
        for (int i = 0; i < count; i++) {
            while (!queue.poll(out)) {
                Thread.onSpinWait();
            }
            int length = random.nextInt(1500);
            if (out.sequenceNumber != i
                    || out.length != length
                    || (length > 0
                            && (out.bytes[out.offset] != (byte) i || out.bytes[out.offset + length - 1] != (byte) i))) {
                throw new AssertionError("entry " + i + ", seed " + seed);
            }
        }
        producer.join();
        assertThat(queue.poll(out)).isFalse();
    }
}
