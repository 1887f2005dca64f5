package dev.moim.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReorderBufferTest {
    private static final long MILLI = 1_000_000;

    private final List<String> out = new ArrayList<>();
    private final ReorderBuffer.Output output = new ReorderBuffer.Output() {
        @Override
        public void onPacket(QueuedItem packet) {
            assertThat(packet.bytes[packet.offset]).isEqualTo((byte) packet.sequenceNumber);
            out.add(Long.toString(packet.sequenceNumber));
        }

        @Override
        public void onLoss(long packets) {
            out.add("lost " + packets);
        }
    };
    private ReorderBuffer buffer = new ReorderBuffer(new PacketPool(), output);

    private boolean put(long number, long millis) {
        var item = new QueuedItem();
        item.sequenceNumber = number;
        item.arrivalNanos = millis * MILLI;
        item.bytes = new byte[] {9, (byte) number};
        item.offset = 1;
        item.length = 1;
        buffer.poll(millis * MILLI);
        return buffer.onPacket(item);
    }

    @Test
    void aLatePacketIsWaitedForAndALostOneOnlySoLong() {
        put(5, 0);
        put(7, 10);
        put(8, 20);
        assertThat(out).containsExactly("5");
        put(6, 700);
        assertThat(out).containsExactly("5", "6", "7", "8");
        put(10, 1000);
        put(13, 1100);
        buffer.poll(1799 * MILLI);
        assertThat(out).hasSize(4);
        buffer.poll(1800 * MILLI);
        assertThat(out).endsWith("8", "lost 1", "10");
        // The second gap was seen later.
        buffer.poll(1900 * MILLI);
        assertThat(out).endsWith("10", "lost 2", "13");
        assertThat(put(12, 1950)).isFalse();
        assertThat(put(13, 1950)).isFalse();
    }

    @Test
    void aJumpIsNotWaitedFor() {
        put(5, 0);
        put(8, 1);
        put(5000, 2);
        assertThat(out).containsExactly("5", "lost 2", "8", "lost 4991", "5000");
    }

    @Test
    void withoutMemoryNothingIsWaitedFor() {
        buffer = new ReorderBuffer(new PacketPool(2), output);
        put(1, 0);
        put(3, 1);
        put(6, 2);
        put(9, 3);
        assertThat(out).containsExactly("1", "lost 1", "3");
        put(12, 4);
        assertThat(out).containsExactly("1", "lost 1", "3", "lost 2", "6");
    }

    @Test
    void whateverComesEachNumberComesOutOnceAndInOrder() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        buffer = new ReorderBuffer(new PacketPool(64), output);
        long base = 65_536;
        for (int i = 0; i < 200_000; i++) {
            put(base + i / 2 + random.nextInt(100) - random.nextInt(random.nextInt(50) == 0 ? 5000 : 50), i);
        }
        buffer.flush();
        long next = -1;
        for (String entry : out) {
            if (entry.startsWith("lost")) {
                next += Long.parseLong(entry.substring(5));
                continue;
            }
            long number = Long.parseLong(entry);
            assertThat(next < 0 ? number : next).as("seed %d", seed).isEqualTo(number);
            next = number + 1;
        }
    }
}
