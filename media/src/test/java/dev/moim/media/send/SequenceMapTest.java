package dev.moim.media.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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

    /// SRTP tells a wrap of the numbers from a late packet by half their range (RFC 3711 section 3.3.1).
    @Example
    void aLongGapIsClosedAndWhatWasInItHasNoPlace() {
        var map = new SequenceMap(1);
        map.start(100);
        assertThat(map.output(100)).isEqualTo(1);
        assertThat(map.output(30_000)).isEqualTo(2);
        assertThat(map.output(101)).isEqualTo(SequenceMap.NONE);
        assertThat(map.output(29_999)).isEqualTo(SequenceMap.NONE);
        assertThat(map.output(100)).isEqualTo(1);
        assertThat(map.skip(60_000)).isTrue();
        assertThat(map.output(60_001)).isEqualTo(3);
        assertThat(map.output(60_010)).isEqualTo(12);
        assertThat(map.output(60_005)).isEqualTo(7);
    }

    /// Whatever a publisher's numbers do, no two of its packets get the same one.
    @Property(tries = 300)
    void noTwoPacketsShareANumber(@ForAll long seed) {
        var random = new Random(seed);
        var map = new SequenceMap(1);
        map.start(0);
        Map<Long, Long> takenBy = new HashMap<>();
        Set<Long> seen = new HashSet<>();
        long highest = 0;
        for (int i = 0; i < 200; i++) {
            long number = Math.max(
                    0,
                    switch (random.nextInt(4)) {
                        case 0 -> highest + 1 + random.nextInt(3);
                        case 1 -> highest - random.nextInt(2_000);
                        case 2 -> highest + random.nextInt(5_000);
                        default -> highest + 1;
                    });
            if (!seen.add(number)) {
                continue;
            }
            highest = Math.max(highest, number);
            if (random.nextInt(5) == 0 && map.skip(number)) {
                continue;
            }
            long output = map.output(number);
            if (output != SequenceMap.NONE) {
                assertThat(takenBy.put(output, number)).as("number %d", output).isNull();
            }
        }
    }
}
