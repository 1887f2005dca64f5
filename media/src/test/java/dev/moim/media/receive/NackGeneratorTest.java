package dev.moim.media.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.track.Deadline;
import org.junit.jupiter.api.Test;

class NackGeneratorTest {
    private static final long MILLI = 1_000_000;
    private static final long ROUND_TRIP = 40 * MILLI;

    private final NackGenerator nacks = new NackGenerator();
    private final int[] out = new int[NackGenerator.MAX_MISSING];
    private long now = Long.MAX_VALUE - 100 * MILLI;

    private int poll() {
        nacks.giveUp(ROUND_TRIP, now);
        return nacks.poll(out, ROUND_TRIP, now);
    }

    @Test
    void asksAtOnceThenOnceARoundTripAndGivesUp() {
        nacks.onPacket(65_534, now);
        assertThat(nacks.deadlineNanos()).isEqualTo(Deadline.NEVER);
        nacks.onPacket(65_537, now);
        assertThat(nacks.deadlineNanos()).isEqualTo(now);
        assertThat(poll()).isEqualTo(2);
        assertThat(out).startsWith(65_535, 0);
        assertThat(poll()).isZero();

        int asked = 1;
        for (int i = 0; i < 3000; i++) {
            now += MILLI;
            asked += poll() > 0 ? 1 : 0;
        }
        assertThat(asked).isEqualTo(NackGenerator.MAX_TRIES);
        assertThat(nacks.deadlineNanos()).isEqualTo(Deadline.NEVER);
    }

    @Test
    void onASlowPathItKeepsAskingForFourRoundTrips() {
        nacks.onPacket(1, now);
        nacks.onPacket(3, now);
        int asked = 0;
        for (int i = 0; i < 5000; i++) {
            nacks.giveUp(600 * MILLI, now);
            asked += nacks.poll(out, 600 * MILLI, now);
            now += MILLI;
        }
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void whatArrivesIsNotAskedForAgain() {
        nacks.onPacket(10, now);
        nacks.onPacket(15, now);
        nacks.onPacket(12, now);
        assertThat(poll()).isEqualTo(3);
        assertThat(out).startsWith(11, 13, 14);
        nacks.onPacket(13, now);
        nacks.onPacket(11, now);
        now += 100 * MILLI;
        assertThat(poll()).isEqualTo(1);
        assertThat(out).startsWith(14);
    }

    @Test
    void anOutageIsNotAskedForPacketByPacket() {
        nacks.onPacket(1, now);
        assertThat(nacks.onPacket(2 + NackGenerator.MAX_MISSING, now)).isTrue();
        assertThat(nacks.onPacket(1000, now)).isFalse();
        assertThat(poll()).isZero();
    }
}
