package dev.moim.media.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ArrivalWindowTest {
    /// Against a set that forgets nothing, over steps forward and back and around the end of the numbers.
    @Property(tries = 200)
    void knowsEveryRecentPacket(
            @ForAll @IntRange(max = 65_535) int first,
            @ForAll @Size(max = 200) List<@IntRange(min = -1500, max = 2500) Integer> steps) {
        var window = new ArrivalWindow();
        Set<Long> arrived = new HashSet<>();
        assertThat(window.contains(window.extend(first))).isFalse();
        long number = window.extend(first);
        window.add(number);
        arrived.add(number);
        for (int step : steps) {
            number = Math.max(window.highest() + step, 0);
            assertThat(window.extend((int) number & 0xFFFF)).isEqualTo(number);
            assertThat(window.contains(number)).isEqualTo(arrived.contains(number));
            assertThat(window.add(number)).isEqualTo(arrived.add(number));
        }
    }

    @Property(tries = 20)
    void whatIsTooOldCountsAsHere(@ForAll @IntRange(max = 65_535) int first) {
        var window = new ArrivalWindow();
        long number = window.extend(first);
        window.add(number);
        window.add(number + ArrivalWindow.PACKETS + 1);
        assertThat(window.contains(number + 1)).isTrue();
        assertThat(window.contains(number + 2)).isFalse();
    }
}
