package dev.moim.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamClockTest {
    private static final long SECOND = 1_000_000_000;

    private final StreamClock clock = new StreamClock(90_000);

    @Test
    void timestampsGoOnBehindTheirWrap() {
        clock.onPacket(-90_000, 50 * SECOND);
        clock.onPacket(0, 51 * SECOND);
        clock.onPacket(90_000, 52 * SECOND);
        assertThat(clock.momentOf(90_000)).isEqualTo(52 * SECOND);
    }

    @Test
    void aCameraMayBeOffForADay() {
        clock.onPacket(1000, 0);
        long day = 86_400;
        clock.onPacket((int) (1000 + day * 90_000), day * SECOND + SECOND / 10);
        assertThat(clock.momentOf((int) (1000 + day * 90_000))).isEqualTo(day * SECOND);
    }

    @Test
    void theFirstReportSaysHowEarlyAllMomentsWere() {
        clock.onPacket(0, 10 * SECOND);
        assertThat(clock.onReport(10 * SECOND - 70_000_000, 0)).isEqualTo(-70_000_000);
        assertThat(clock.momentOf(0)).isEqualTo(10 * SECOND - 70_000_000);
        assertThat(clock.onReport(10 * SECOND - 60_000_000, 0)).isZero();
    }

    @Test
    void laterReportsMoveItSlowlyButAJumpAtOnce() {
        clock.onPacket(0, 10 * SECOND);
        long shift = clock.onReport(10 * SECOND, 0);
        assertThat(shift).isZero();
        clock.onPacket(90_000, 11 * SECOND);
        clock.onReport(11 * SECOND + 100_000_000, 90_000);
        assertThat(clock.momentOf(90_000) - 11 * SECOND).isEqualTo(1_000_000);
        clock.onPacket(180_000, 12 * SECOND);
        clock.onReport(20 * SECOND, 180_000);
        assertThat(clock.momentOf(180_000)).isEqualTo(20 * SECOND);
    }
}
