package dev.moim.media.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.PeerId;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DominantSpeakerTest {
    private static final long MILLI = 1_000_000;
    private static final int SILENCE = 70;

    private final DominantSpeaker speakers = new DominantSpeaker();
    private final Voice anna = speakers.join(new PeerId("anna"));
    private final Voice ben = speakers.join(new PeerId("ben"));
    private long now = Long.MAX_VALUE - 700 * MILLI;
    private int changes;

    private void speak(long millis, int annasLevel, int bensLevel) {
        speak(millis, i -> annasLevel, i -> bensLevel);
    }

    private void speak(long millis, IntToLongFunction annasLevel, IntToLongFunction bensLevel) {
        for (int i = 0; i * 20L < millis; i++) {
            anna.onLevel((int) annasLevel.applyAsLong(i), now);
            ben.onLevel((int) bensLevel.applyAsLong(i), now);
            now += 20 * MILLI;
            if (i % 5 == 4) {
                changes += speakers.poll(now) ? 1 : 0;
            }
        }
    }

    @BeforeEach
    void nobodySpeaks() {
        speak(1000, SILENCE, SILENCE);
        assertThat(speakers.dominant()).isEmpty();
        assertThat(changes).isZero();
    }

    @Test
    void whoSpeaksGetsTheFloorAndGivesItBack() {
        speak(800, 30, SILENCE);
        assertThat(speakers.dominant()).contains(anna.peer());
        speak(1500, SILENCE, SILENCE);
        assertThat(speakers.dominant()).as("a pause").contains(anna.peer());
        speak(4000, SILENCE, SILENCE);
        assertThat(speakers.dominant()).isEmpty();
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void aCoughTakesNothing() {
        speak(1000, 30, SILENCE);
        speak(2000, i -> 30, i -> i > 20 && i < 35 ? 10 : SILENCE);
        assertThat(speakers.dominant()).contains(anna.peer());
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void theNextSpeakerFollowsWithinASecond() {
        speak(1000, 30, SILENCE);
        speak(1000, SILENCE, 30);
        assertThat(speakers.dominant()).contains(ben.peer());
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void twoWhoAreEquallyLoudDoNotTakeTurns() {
        speak(1000, 30, SILENCE);
        speak(5000, i -> 30 + i % 7, i -> 30 + (i + 3) % 7);
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void whoOutshoutsTheSpeakerGetsTheFloor() {
        speak(1000, 40, SILENCE);
        speak(2000, 40, 20);
        assertThat(speakers.dominant()).contains(ben.peer());
    }

    @Test
    void silenceWithoutPacketsCountsAsSilence() {
        speak(1000, 30, SILENCE);
        for (int i = 0; i < 60; i++) {
            now += 100 * MILLI;
            changes += speakers.poll(now) ? 1 : 0;
        }
        assertThat(speakers.dominant()).isEmpty();
    }

    @Test
    void whoLeavesHasNoFloor() {
        speak(1000, 30, SILENCE);
        speakers.leave(anna);
        assertThat(speakers.dominant()).isEmpty();
    }
}
