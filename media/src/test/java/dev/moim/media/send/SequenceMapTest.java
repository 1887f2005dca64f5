package dev.moim.media.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class SequenceMapTest {
    /// Packets are forwarded (0), lost (1), or left out (2); the lost ones come at the end, in reverse.
    @Property(tries = 300)
    void numbersAreThoseOfTheStreamWithoutWhatWasLeftOut(
            @ForAll @Size(max = 60) List<Boolean> lost, @ForAll long seed) {
        var map = new SequenceMap(500);
        map.start(1000);
        Map<Long, Long> expected = new HashMap<>();
        List<Long> late = new ArrayList<>();
        long next = 500;
        int skips = 0;
        for (int i = 0; i < lost.size(); i++) {
            long number = 1000L + i;
            boolean leftOut = !lost.get(i) && ((seed >>> (i % 64)) & 1) == 1 && skips < 30;
            if (leftOut) {
                assertThat(map.skip(number)).isTrue();
                skips++;
                continue;
            }
            expected.put(number, next);
            if (lost.get(i)) {
                late.add(number);
            } else {
                assertThat(map.output(number)).isEqualTo(next);
            }
            next++;
        }
        for (long number : late.reversed()) {
            assertThat(map.output(number)).isEqualTo(expected.get(number));
        }
    }

    @Example
    void theNextSourceGoesOnBehindTheHighest() {
        var map = new SequenceMap(1);
        map.start(100);
        assertThat(map.output(100)).isEqualTo(1);
        assertThat(map.output(105)).isEqualTo(6);
        map.skip(106);
        map.start(7);
        assertThat(map.output(7)).isEqualTo(7);
        assertThat(map.output(6)).as("of before the switch").isEqualTo(SequenceMap.NONE);
        assertThat(map.skip(7)).as("too late to leave out").isFalse();
    }
}
