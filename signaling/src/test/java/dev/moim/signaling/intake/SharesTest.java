package dev.moim.signaling.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharesTest {
    private final Shares shares = new Shares(10, 4);

    @Test
    void oneCallerCannotTakeWhatIsForAll() {
        assertThat(shares.tryTake("a", 4)).isTrue();
        assertThat(shares.tryTake("a", 1)).isFalse();
        assertThat(shares.tryTake("b", 4)).isTrue();
        assertThat(shares.taken()).isEqualTo(8);
    }

    @Test
    void allTogetherHaveAnEnd() {
        assertThat(shares.tryTake("a", 4)).isTrue();
        assertThat(shares.tryTake("b", 4)).isTrue();
        assertThat(shares.tryTake("c", 3)).isFalse();
        assertThat(shares.tryTake("c", 2)).isTrue();
        shares.giveBack("a", 4);
        assertThat(shares.tryTake("a", 4)).isTrue();
    }

    @Test
    void whoStandsForManyHasNoEndOfTheirOwn() {
        assertThat(shares.tryTake(Shares.NOBODY, 10)).isTrue();
        assertThat(shares.tryTake(Shares.NOBODY, 1)).isFalse();
        shares.giveBack(Shares.NOBODY, 10);
        assertThat(shares.taken()).isZero();
    }
}
