package dev.moim.signaling.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.events.Event;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.room.RoomId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    @Test
    void whatIsTooOldGoesAndTheRestStays(@TempDir Path data) {
        try (var context = AppendUntilKilled.open(data.toString())) {
            context.getBean(UserRows.class).save(new UserRow("owner", "Owner", "owner", "-", false, NOW));
            var rooms = context.getBean(RoomRows.class);
            var log = context.getBean(EventLog.class);
            var room = new RoomId("room");
            var deleted = new RoomId("deleted");
            for (RoomId each : new RoomId[] {room, deleted}) {
                rooms.save(new RoomRow(each.value(), "Room", "owner", true, 10, NOW, 1));
            }
            for (int i = 0; i < 2_500; i++) {
                log.append(room, "old", NOW.minus(Duration.ofDays(31)), Map.of());
            }
            log.append(room, "new", NOW.minus(Duration.ofDays(29)), Map.of());
            log.close(deleted, NOW.minus(Duration.ofDays(5)));
            var keys = context.getBean(IdempotencyKeyRows.class);
            var oldKey = new IdempotencyKeyRow.Id("owner", "old");
            var newKey = new IdempotencyKeyRow.Id("owner", "new");
            keys.save(new IdempotencyKeyRow(oldKey, "-", "room", NOW.minus(Duration.ofHours(25))));
            keys.save(new IdempotencyKeyRow(newKey, "-", "room", NOW.minus(Duration.ofHours(23))));
            var tokens = context.getBean(RevokedTokenRows.class);
            tokens.save(new RevokedTokenRow("old", NOW.minusSeconds(1)));
            tokens.save(new RevokedTokenRow("new", NOW.plusSeconds(1)));
            var sessions = context.getBean(SessionRows.class);
            sessions.save(SessionRow.fresh("old", "owner", "-", NOW.minusSeconds(1)));
            sessions.save(SessionRow.fresh("new", "owner", "-", NOW.plusSeconds(1)));

            context.getBean(Housekeeping.class).clean(NOW);

            assertThat(log.after(room, 0, 10).stream().map(Event::type)).containsExactly("new");
            assertThat(log.append(room, "next", NOW, Map.of()).number()).isEqualTo(2_502);
            assertThat(log.last(deleted)).isZero();
            assertThat(keys.findById(oldKey)).isEmpty();
            assertThat(keys.findById(newKey)).isPresent();
            assertThat(tokens.existsById("old")).isFalse();
            assertThat(tokens.existsById("new")).isTrue();
            assertThat(sessions.existsById("old")).isFalse();
            assertThat(sessions.existsById("new")).isTrue();
        }
    }
}
