package dev.moim.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    @Test
    void waitsLongerEachTimeAndEndsAfterThreeDays() {
        List<Instant> attempts = attempts(() -> 0.5);
        assertThat(Duration.between(START, attempts.get(0))).isEqualTo(Duration.ofSeconds(5));
        assertThat(Duration.between(attempts.get(0), attempts.get(1))).isEqualTo(Duration.ofSeconds(15));
        assertThat(Duration.between(attempts.get(1), attempts.get(2))).isEqualTo(Duration.ofSeconds(45));
        assertThat(Duration.between(attempts.get(9), attempts.get(10))).isEqualTo(Duration.ofHours(6));
        assertThat(attempts.getLast()).isEqualTo(START.plus(Duration.ofDays(3)));
        assertThat(attempts).hasSizeBetween(15, 25);
    }

    @Test
    void attemptsOfManyRoomsSpread() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            Instant next =
                    RetrySchedule.next(START, 1, START, random.nextDouble()).orElseThrow();
            assertThat(Duration.between(START, next))
                    .as("seed " + seed)
                    .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        }
    }

    @Test
    void noNumberOfFailuresOverflows() {
        assertThat(RetrySchedule.next(START, Integer.MAX_VALUE, START, 0.5)).contains(START.plus(Duration.ofHours(6)));
        assertThat(RetrySchedule.next(START, 3, START.plus(RetrySchedule.LIMIT), 0.5))
                .isEmpty();
    }

    private static List<Instant> attempts(java.util.function.DoubleSupplier chance) {
        var attempts = new ArrayList<Instant>();
        Optional<Instant> next = RetrySchedule.next(START, 1, START, chance.getAsDouble());
        while (next.isPresent()) {
            attempts.add(next.get());
            next = RetrySchedule.next(START, attempts.size() + 1, next.get(), chance.getAsDouble());
        }
        return attempts;
    }
}
