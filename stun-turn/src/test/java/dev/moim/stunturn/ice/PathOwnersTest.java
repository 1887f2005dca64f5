package dev.moim.stunturn.ice;

import static dev.moim.stunturn.ice.Gateway.LAPTOP;
import static dev.moim.stunturn.ice.Gateway.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.ice.RecordedPaths.Told;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Whoever has a session can write any source address into a check.
class PathOwnersTest {
    private final Gateway gateway = new Gateway();
    private final RecordedPaths told = new RecordedPaths();
    private final LiteSession owner = gateway.open(told);
    private final RecordedPaths toldOther = new RecordedPaths();
    private final LiteSession other = gateway.open(toldOther);

    @Test
    void nobodyTakesTheAddressOfSomeoneWhoLivesThere() {
        gateway.nominate(owner.credentials(), PHONE);
        for (int second = 0; second < 60; second += 5) {
            gateway.pass(Duration.ofSeconds(5));
            assertThat(gateway.nominate(other.credentials(), PHONE)).isFalse();
            assertThat(gateway.check(owner.credentials(), PHONE)).isTrue();
        }

        assertThat(toldOther.paths).isEmpty();
        assertThat(told.paths).containsExactly(new Told(PHONE, true));
        assertThat(told.lost).isEmpty();
        assertThat(gateway.count(IceEnd.ADDRESS_TAKEN)).isEqualTo(12);
    }

    @Test
    void afterAGoodbyeTheNextOneHasItAtOnce() {
        gateway.nominate(owner.credentials(), PHONE);
        owner.close();

        assertThat(gateway.check(other.credentials(), PHONE)).isTrue();
        assertThat(toldOther.paths).containsExactly(new Told(PHONE, false));
    }

    @Test
    void whoIsSilentLosesItToTheNextOneAndIsToldSo() {
        gateway.nominate(owner.credentials(), PHONE);
        gateway.check(owner.credentials(), LAPTOP);
        gateway.nowNanos += PathOwners.ALIVE_NANOS;
        assertThat(gateway.check(other.credentials(), PHONE)).isFalse();
        gateway.nowNanos += TimeUnit.MILLISECONDS.toNanos(1);

        assertThat(gateway.check(other.credentials(), PHONE)).isTrue();
        assertThat(told.lost).containsExactly(PHONE);
        assertThat(owner.state().nominated()).isNull();
        assertThat(gateway.check(owner.credentials(), PHONE)).isFalse();
    }

    @Test
    void whoLostItIsToldAnewWhenItIsFreeAgain() {
        gateway.check(owner.credentials(), PHONE);
        gateway.nowNanos += PathOwners.ALIVE_NANOS + 1;
        gateway.check(other.credentials(), PHONE);
        other.close();

        assertThat(gateway.check(owner.credentials(), PHONE)).isTrue();
        assertThat(told.paths).containsExactly(new Told(PHONE, false), new Told(PHONE, false));
    }

    @Test
    void anAddressThatNobodyUsesHasNoOwner() {
        gateway.check(owner.credentials(), PHONE);
        gateway.check(owner.credentials(), LAPTOP);
        gateway.check(other.credentials(), PHONE);
        assertThat(gateway.lite.owned()).isEqualTo(2);

        gateway.pass(Duration.ofSeconds(20));
        gateway.check(owner.credentials(), PHONE);
        gateway.pass(Duration.ofSeconds(20));
        assertThat(gateway.lite.owned()).isEqualTo(1);

        gateway.pass(Duration.ofSeconds(31));
        assertThat(told.expired).hasValue(1);
        assertThat(gateway.lite.owned()).isZero();
    }
}
