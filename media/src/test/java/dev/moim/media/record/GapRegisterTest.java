package dev.moim.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.RecordingGap;
import dev.moim.media.RecordingGap.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GapRegisterTest {
    private final GapRegister gaps = new GapRegister(Long.MAX_VALUE - 5);

    private static long at(long nanos) {
        return Long.MAX_VALUE - 5 + nanos;
    }

    private static RecordingGap gap(Reason reason, long from, long to) {
        return new RecordingGap(reason, Duration.ofNanos(from), Duration.ofNanos(to));
    }

    @Test
    void theFirstReasonStandsUntilALaterOneBegins() {
        gaps.open(Reason.NETWORK, at(10));
        assertThat(gaps.open(Reason.NETWORK, at(12))).isNull();
        assertThat(gaps.open(Reason.OVERFLOW, at(10))).isNull();
        assertThat(gaps.open(Reason.MUTED, at(20))).isEqualTo(gap(Reason.NETWORK, 10, 20));
        assertThat(gaps.open(Reason.NETWORK, at(10))).isNull();
        assertThat(gaps.close(at(30))).isEqualTo(gap(Reason.MUTED, 20, 30));
        assertThat(gaps.close(at(31))).isNull();
        assertThat(gaps.gaps()).hasSize(2);
    }

    @Test
    void nothingMissingIsNoGap() {
        gaps.open(Reason.NETWORK, at(10));
        assertThat(gaps.close(at(9))).isNull();
        assertThat(gaps.gaps()).isEmpty();
    }

    @Test
    void aTrackThatIsAllGapsStaysInItsBound() {
        for (int i = 0; i < GapRegister.MAX_GAPS + 10; i++) {
            gaps.open(Reason.NETWORK, at(10L * i));
            gaps.close(at(10L * i + 5));
        }
        assertThat(gaps.gaps()).hasSize(GapRegister.MAX_GAPS);
        assertThat(gaps.omitted()).isEqualTo(10);
        assertThat(gaps.gaps().getLast().to()).isEqualTo(Duration.ofNanos(10L * (GapRegister.MAX_GAPS + 9) + 5));
    }
}
