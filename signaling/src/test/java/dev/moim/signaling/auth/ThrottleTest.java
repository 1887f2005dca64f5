package dev.moim.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final Instant START = Instant.parse("2026-05-04T10:00:00Z");

    private final Throttle throttle = new Throttle(Duration.ofMinutes(5));

    @Test
    void countsEachKeyWithinItsWindow() {
        assertThat(throttle.count("a", START)).isEqualTo(1);
        assertThat(throttle.count("a", START.plusSeconds(299))).isEqualTo(2);
        assertThat(throttle.count("b", START.plusSeconds(299))).isEqualTo(1);
        assertThat(throttle.count("a", START.plusSeconds(300)))
                .as("a new window")
                .isEqualTo(1);
        throttle.forgive("a");
        assertThat(throttle.count("a", START.plusSeconds(301))).isEqualTo(1);
    }

    @Test
    void strangersCannotMakeItGrow() {
        throttle.count("first", START);
        for (int i = 0; i < 10_000; i++) {
            throttle.count("stranger " + i, START);
        }
        assertThat(throttle.count("first", START)).as("the oldest is forgotten").isEqualTo(1);
        assertThat(throttle.count("stranger 9999", START)).isEqualTo(2);
    }
}
