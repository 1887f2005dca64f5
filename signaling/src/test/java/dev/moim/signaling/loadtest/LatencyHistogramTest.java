package dev.moim.signaling.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    @Property
    void aValueIsRightToThreePercent(@ForAll @LongRange(min = 0, max = 100_000_000_000L) long nanos) {
        var histogram = new LatencyHistogram();
        histogram.record(nanos);
        double millis = nanos / 1e6;
        assertThat(histogram.percentileMillis(0.5)).isCloseTo(millis, within(millis * 0.032 + 0.001));
    }

    @Test
    void percentilesStandInOrder() {
        var histogram = new LatencyHistogram();
        assertThat(histogram.percentileMillis(0.99)).isZero();
        for (int i = 1; i <= 100; i++) {
            histogram.record(i * 1_000_000L);
        }
        assertThat(histogram.percentileMillis(0.5)).isCloseTo(50, within(2.0));
        assertThat(histogram.percentileMillis(0.99)).isCloseTo(99, within(4.0));
        histogram.clear();
        assertThat(histogram.percentileMillis(0.5)).isZero();
    }
}
