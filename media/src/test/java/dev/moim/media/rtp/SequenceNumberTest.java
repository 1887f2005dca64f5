package dev.moim.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SequenceNumberTest {
    @Test
    void distancesWrapAround() {
        assertThat(SequenceNumber.delta(2, 65534)).isEqualTo(4);
        assertThat(SequenceNumber.delta(65534, 2)).isEqualTo(-4);
    }

    @Test
    void extendingFindsTheNearestCycle() {
        assertThat(SequenceNumber.extend(0, 65535)).isEqualTo(65536);
        assertThat(SequenceNumber.extend(65535, 65536)).isEqualTo(65535);
        assertThat(SequenceNumber.extend(65535, 0)).isEqualTo(-1);
    }

    @Property
    void extendedNumbersComeBack(
            @ForAll @LongRange(min = 0, max = 1L << 48) long reference,
            @ForAll @IntRange(min = -32768, max = 32767) int distance) {
        long there = reference + distance;
        assertThat(SequenceNumber.extend((int) (there & 0xFFFF), reference)).isEqualTo(there);
    }
}
