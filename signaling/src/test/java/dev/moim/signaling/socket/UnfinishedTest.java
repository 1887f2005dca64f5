package dev.moim.signaling.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.intake.Shares;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnfinishedTest {
    private static final long SECOND = 1_000_000_000;

    private final Shares shares = new Shares(100, 100);
    private final Unfinished one = new Unfinished(shares, "a", Duration.ofSeconds(10));

    @Test
    void whatIsHeldFollowsTheMessageAndIsGivenBack() {
        assertThat(one.hold(60, false, 0)).isTrue();
        assertThat(one.hold(90, false, 0)).isTrue();
        assertThat(shares.taken()).isEqualTo(90);
        assertThat(one.hold(20, true, 0)).isTrue();
        assertThat(shares.taken()).isEqualTo(20);
        assertThat(one.hold(0, true, 0)).isTrue();
        assertThat(shares.taken()).isZero();
    }

    /// The memory is taken until the connection is gone: nobody else may have it meanwhile.
    @Test
    void whoIsRefusedHoldsWhatTheyHadUntilTheyAreGone() {
        assertThat(one.hold(90, false, 0)).isTrue();
        assertThat(one.hold(110, false, 0)).isFalse();
        assertThat(shares.taken()).isEqualTo(90);
        one.release();
        assertThat(shares.taken()).isZero();
    }

    @Test
    void eachMessageHasItsOwnTime() {
        one.hold(10, false, 0);
        one.hold(20, false, 9 * SECOND);
        assertThat(one.isOverdue(9 * SECOND)).isFalse();
        assertThat(one.isOverdue(11 * SECOND)).isTrue();
        one.hold(5, true, 11 * SECOND);
        assertThat(one.isOverdue(12 * SECOND)).isFalse();
        one.hold(0, true, 12 * SECOND);
        assertThat(one.isOverdue(60 * SECOND)).isFalse();
    }
}
