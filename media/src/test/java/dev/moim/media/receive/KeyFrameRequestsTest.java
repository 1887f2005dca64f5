package dev.moim.media.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.track.Deadline;
import org.junit.jupiter.api.Test;

class KeyFrameRequestsTest {
    private static final long MILLI = 1_000_000;

    private final KeyFrameRequests requests = new KeyFrameRequests();
    private long now = Long.MAX_VALUE - 500 * MILLI;

    private int sentWithin(long millis, long roundTripMillis) {
        int sent = 0;
        for (long i = 0; i < millis; i++) {
            sent += requests.poll(roundTripMillis * MILLI, now) ? 1 : 0;
            now += MILLI;
        }
        return sent;
    }

    @Test
    void oneForManyAndAgainUntilItCame() {
        for (int i = 0; i < 10; i++) {
            requests.onRequest();
        }
        assertThat(sentWithin(300, 20)).isEqualTo(1);
        assertThat(sentWithin(300, 20)).isEqualTo(1);
        requests.onKeyFrame();
        assertThat(sentWithin(1000, 20)).isZero();
        assertThat(requests.deadlineNanos(20, now)).isEqualTo(Deadline.NEVER);
    }

    @Test
    void aSlowPathIsGivenTwoRoundTrips() {
        requests.onRequest();
        assertThat(sentWithin(800, 400)).isEqualTo(1);
        assertThat(sentWithin(10, 400)).isEqualTo(1);
    }

    @Test
    void aPublisherThatNeverAnswersIsLeftAlone() {
        requests.onRequest();
        assertThat(sentWithin(60_000, 20)).isEqualTo(KeyFrameRequests.MAX_TRIES);
        requests.onRequest();
        assertThat(sentWithin(100, 20)).isEqualTo(1);
    }
}
