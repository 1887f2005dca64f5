package dev.moim.media.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.rtcp.ReportBlock;
import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {
    private static final long MILLI = 1_000_000;

    private final ReceptionStatistics statistics = new ReceptionStatistics();

    @Test
    void fractionIsSinceTheLastReportAndTheSumSinceTheStart() {
        for (int i = 0; i < 100; i++) {
            if (i % 4 != 1) {
                statistics.onPacket(65_500 + i, i * 960, 48_000, i * 20L * MILLI);
            }
        }
        ReportBlock first = statistics.report(7, 2000 * MILLI);
        assertThat(first.ssrc()).isEqualTo(7);
        assertThat(first.fractionLost()).isEqualTo(64);
        assertThat(first.cumulativeLost()).isEqualTo(25);
        assertThat(first.highestSequenceNumber()).isEqualTo(65_599);
        for (int i = 100; i < 200; i++) {
            statistics.onPacket(65_500 + i, i * 960, 48_000, i * 20L * MILLI);
        }
        ReportBlock second = statistics.report(7, 4000 * MILLI);
        assertThat(second.fractionLost()).isZero();
        assertThat(second.cumulativeLost()).isEqualTo(25);
    }

    @Test
    void evenArrivalsHaveNoJitterAndUnevenOnesHave() {
        for (int i = 0; i < 200; i++) {
            statistics.onPacket(i, i * 960, 48_000, i * 20L * MILLI);
        }
        assertThat(statistics.report(1, 0).jitter()).isZero();
        for (int i = 200; i < 600; i++) {
            statistics.onPacket(i, i * 960, 48_000, (i * 20L + (i % 2) * 10L) * MILLI);
        }
        assertThat(statistics.report(1, 0).jitter()).isBetween(440, 490);
    }

    @Test
    void delaySinceTheSenderReportIsInItsOwnUnits() {
        statistics.onPacket(1, 0, 48_000, 0);
        assertThat(statistics.report(1, 100).lastSenderReport()).isZero();
        statistics.onSenderReport(0x1111_2222_3333_4444L, 1000 * MILLI);
        ReportBlock block = statistics.report(1, 1500 * MILLI);
        assertThat(block.lastSenderReport()).isEqualTo(0x2222_3333);
        assertThat(block.delaySinceLastSenderReport()).isEqualTo(32_768);
    }
}
