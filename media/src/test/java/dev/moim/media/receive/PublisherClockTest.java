package dev.moim.media.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublisherClockTest {
    private static final long MILLI = 1_000_000;
    private static final long NTP_SECOND = 1L << 32;

    private final PublisherClock clock = new PublisherClock();

    @Test
    void theReportWithTheLeastDelayIsBelieved() {
        clock.onSenderReport(100 * NTP_SECOND, 5_000 * MILLI);
        clock.onSenderReport(101 * NTP_SECOND, 6_080 * MILLI);
        assertThat(clock.toLocalNanos(101 * NTP_SECOND)).isBetween(6_000 * MILLI, 6_001 * MILLI);
        clock.onSenderReport(102 * NTP_SECOND, 6_970 * MILLI);
        assertThat(clock.toLocalNanos(102 * NTP_SECOND + NTP_SECOND / 2)).isEqualTo(7_470 * MILLI);
    }

    @Test
    void aClockThatWasSetIsFollowedAtOnce() {
        clock.onSenderReport(100 * NTP_SECOND, 5_000 * MILLI);
        clock.onSenderReport(4000 * NTP_SECOND, 6_000 * MILLI);
        assertThat(clock.toLocalNanos(4000 * NTP_SECOND)).isEqualTo(6_000 * MILLI);
    }
}
