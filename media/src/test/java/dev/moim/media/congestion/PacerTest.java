package dev.moim.media.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.MediaKind;
import dev.moim.media.track.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PacerTest {
    private final PacketPool pool = new PacketPool(2 * Pacer.MAX_QUEUED);
    private final Pacer pacer = new Pacer(pool);
    private final List<Integer> sent = new ArrayList<>();

    private boolean enqueue(int number, MediaKind media) {
        OutgoingPacket packet = Objects.requireNonNull(pool.take());
        packet.length = number;
        return pacer.enqueue(packet, media);
    }

    @Test
    void audioGoesFirstEachInItsOrder() {
        enqueue(1, MediaKind.VIDEO);
        enqueue(2, MediaKind.VIDEO);
        enqueue(3, MediaKind.AUDIO);
        enqueue(4, MediaKind.AUDIO);
        assertThat(pacer.poll(5, packet -> sent.add(packet.length))).isEqualTo(Deadline.NEVER);
        assertThat(sent).containsExactly(3, 4, 1, 2);
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void aBurstEndsAndTheRestIsDueAtOnce() {
        for (int i = 0; i < Pacer.MAX_BURST + 1; i++) {
            enqueue(i, MediaKind.VIDEO);
        }
        assertThat(pacer.poll(5, packet -> sent.add(packet.length))).isEqualTo(5);
        assertThat(sent).hasSize(Pacer.MAX_BURST);
        assertThat(pacer.poll(6, packet -> sent.add(packet.length))).isEqualTo(Deadline.NEVER);
        assertThat(sent).hasSize(Pacer.MAX_BURST + 1);
    }

    @Test
    void theQueueIsBoundedAndGivesBuffersBack() {
        for (int i = 0; i < Pacer.MAX_QUEUED; i++) {
            assertThat(enqueue(i, MediaKind.VIDEO)).isTrue();
        }
        assertThat(enqueue(0, MediaKind.AUDIO)).isFalse();
        assertThat(pool.inUse()).isEqualTo(Pacer.MAX_QUEUED);
        pacer.clear();
        assertThat(pool.inUse()).isZero();
        assertThat(pacer.isEmpty()).isTrue();
    }

    @Test
    void thePoolMakesNoMoreThanItsCapacity() {
        var small = new PacketPool(2);
        assertThat(small.take()).isNotNull();
        OutgoingPacket second = Objects.requireNonNull(small.take());
        assertThat(small.take()).isNull();
        small.give(second);
        assertThat(small.take()).isSameAs(second);
    }
}
