package dev.moim.signaling.conference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.auth.RoomGrant;
import dev.moim.signaling.room.Role;
import dev.moim.signaling.room.RoomId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelayGateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    private final RelayGate gate = new RelayGate();

    private static RoomGrant grant(String token, Duration life) {
        return new RoomGrant(
                token, new RoomId("r-1"), "guest:1", Optional.empty(), Role.PARTICIPANT, NOW, NOW.plus(life));
    }

    @Test
    void credentialsEndWithTheRoomTokenAndAfterHalfADay() {
        assertThat(gate.issue(grant("t-1", Duration.ofHours(1)), NOW).username())
                .isEqualTo(NOW.plus(Duration.ofHours(1)).getEpochSecond() + ":r-1/t-1");
        assertThat(gate.issue(grant("t-1", Duration.ofHours(24)), NOW).username())
                .isEqualTo(NOW.plus(Duration.ofHours(12)).getEpochSecond() + ":r-1/t-1");
    }

    @Test
    void refusesOnePersonOrOneRoom() {
        var person = gate.refuse("t-1", NOW);
        assertThat(gate.isWelcome("r-1/t-1")).isFalse();
        assertThat(gate.isWelcome("r-1/t-2")).isTrue();
        assertThat(person.test("r-1/t-1")).isTrue();
        assertThat(person.test("r-1/t-11")).isFalse();

        var room = gate.refuse(new RoomId("r-2"), NOW);
        assertThat(gate.isWelcome("r-2/t-9")).isFalse();
        assertThat(gate.isWelcome("r-22/t-9")).isTrue();
        assertThat(room.test("r-2/t-9")).isTrue();
        assertThat(room.test("r-22/t-9")).isFalse();
    }

    @Test
    void noTokenCanBeTakenForARoom() {
        gate.refuse("r-2", NOW);
        assertThat(gate.isWelcome("r-2/t-9")).isTrue();
    }

    @Test
    void forgetsWhenNobodyCanHoldCredentialsAnyMore() {
        gate.refuse("t-1", NOW);
        gate.refuse("t-2", NOW.plus(Duration.ofHours(13)));
        assertThat(gate.isWelcome("r-1/t-1")).isTrue();
        assertThat(gate.isWelcome("r-1/t-2")).isFalse();
    }
}
