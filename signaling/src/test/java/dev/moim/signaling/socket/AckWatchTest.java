package dev.moim.signaling.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AckWatchTest {
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    private final AckWatch watch = new AckWatch();

    @Test
    void whoNeverAcknowledgesIsNoticedAfterAMinute() {
        assertThat(at(0, 1, 0)).isFalse();
        assertThat(at(30, 600, 0)).isFalse();
        assertThat(at(59, 900, 0)).isFalse();
        assertThat(at(61, 901, 0)).isTrue();
    }

    @Test
    void aBurstAfterSilenceIsNoFault() {
        assertThat(at(0, 10, 10)).isFalse();
        assertThat(at(3_600, 10, 10)).isFalse();
        assertThat(at(3_630, 2_000, 10)).isFalse();
        assertThat(at(3_660, 2_100, 1_990)).isFalse();
        assertThat(at(3_690, 2_200, 2_100)).isFalse();
    }

    @Test
    void fewMessagesMayStayUnacknowledged() {
        assertThat(at(0, 5, 0)).isFalse();
        assertThat(at(600, 500, 0)).isFalse();
    }

    private boolean at(long seconds, long last, long acked) {
        return watch.isOverdue(new AckWatch.Numbers(last, acked), START.plusSeconds(seconds));
    }
}
