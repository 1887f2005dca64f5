package dev.moim.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    private final Lanes lanes = new Lanes();

    /// Each look is a transaction on the disk that everything else waits for.
    @Test
    void theRoomsOfAHungEndpointLookSeldom() {
        assertThat(lanes.tryEnter("hung")).isTrue();
        assertThat(lanes.tryEnter("hung")).isTrue();
        var rooms = new PriorityQueue<Instant>();
        for (int room = 0; room < 300; room++) {
            rooms.add(START);
        }
        int looks = 0;
        while (rooms.element().isBefore(START.plusSeconds(15))) {
            Instant now = rooms.remove();
            assertThat(lanes.tryEnter("hung")).isFalse();
            rooms.add(lanes.turn("hung", now));
            looks++;
        }
        assertThat(looks).isLessThan(300 + 15 * 21);
        assertThat(rooms).allMatch(turn -> turn.isBefore(START.plusSeconds(80)));
    }

    @Test
    void whoWaitsAloneWaitsShortlyAndAfterwardsAllIsForgotten() {
        lanes.tryEnter("busy");
        lanes.tryEnter("busy");
        List<Instant> turns = new ArrayList<>();
        for (int room = 0; room < 100; room++) {
            turns.add(lanes.turn("busy", START));
        }
        assertThat(turns.getFirst()).isEqualTo(START.plusMillis(500));
        assertThat(turns).doesNotHaveDuplicates();
        lanes.leave("busy");
        assertThat(lanes.tryEnter("busy")).isTrue();
        lanes.leave("busy");
        lanes.leave("busy");
        lanes.tryEnter("busy");
        lanes.tryEnter("busy");
        assertThat(lanes.turn("busy", START)).isEqualTo(START.plusMillis(500));
        assertThat(lanes.turn("idle", START.plus(Duration.ofDays(1)))).isEqualTo(START.plus(Duration.ofDays(1)));
    }
}
