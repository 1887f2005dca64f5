package dev.moim.signaling.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1));

    @Test
    void doublesUpToTheCap() {
        assertThat(BACKOFF.after(1, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(BACKOFF.after(2, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(BACKOFF.after(5, 0)).isEqualTo(Duration.ofSeconds(32));
        assertThat(BACKOFF.after(6, 0)).isEqualTo(Duration.ofMinutes(1));
        assertThat(BACKOFF.after(5, 1)).isEqualTo(Duration.ofSeconds(16));
    }

    @Property
    void staysBetweenHalfTheFirstPauseAndTheCap(
            @ForAll @IntRange(min = 1) int attempt, @ForAll @DoubleRange(min = 0, max = 1) double chance) {
        assertThat(BACKOFF.after(attempt, chance)).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }
}
