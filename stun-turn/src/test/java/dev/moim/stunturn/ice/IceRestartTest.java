package dev.moim.stunturn.ice;

import static dev.moim.stunturn.ice.Gateway.LAPTOP;
import static dev.moim.stunturn.ice.Gateway.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.ice.RecordedPaths.Told;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IceRestartTest {
    private final Gateway gateway = new Gateway();
    private final RecordedPaths told = new RecordedPaths();
    private final LiteSession session = gateway.open(told);
    private final IceCredentials old = session.credentials();

    @Test
    void theOldCredentialsEndWithTheFirstCheckOfTheNew() {
        gateway.check(old, PHONE);
        IceCredentials fresh = session.restart();
        assertThat(session.credentials()).isEqualTo(fresh).isNotEqualTo(old);
        assertThat(gateway.check(old, PHONE)).isTrue();

        assertThat(gateway.check(fresh, LAPTOP)).isTrue();
        assertThat(gateway.check(old, PHONE)).isFalse();
        assertThat(gateway.lite.logins()).isEqualTo(1);
    }

    @Test
    void aForgedCheckOfTheNewCredentialsEndsNothing() {
        IceCredentials fresh = session.restart();
        gateway.put(Gateway.checkOf(fresh).integrity("x".repeat(24)), PHONE);

        assertThat(gateway.check(old, PHONE)).isTrue();
    }

    @Test
    void theOldCredentialsEndAfter30Seconds() {
        gateway.check(old, PHONE);
        gateway.pass(Duration.ofSeconds(5));
        session.restart();
        gateway.pass(Duration.ofSeconds(15));
        assertThat(gateway.check(old, PHONE)).isTrue();
        gateway.pass(Duration.ofSeconds(15));
        assertThat(gateway.check(old, PHONE)).isTrue();
        gateway.nowNanos++;
        assertThat(gateway.check(old, PHONE)).isFalse();
        gateway.pass(Duration.ofSeconds(1));

        assertThat(gateway.lite.logins()).isEqualTo(1);
        assertThat(told.expired).hasValue(0);
    }

    @Test
    void pathsAndTheirNominationOutliveARestart() {
        gateway.nominate(old, PHONE);
        IceCredentials fresh = session.restart();
        gateway.nominate(fresh, PHONE);

        assertThat(told.paths).containsExactly(new Told(PHONE, true));
    }

    @Test
    void onlyTheLastTwoGenerationsAreGood() {
        IceCredentials second = session.restart();
        IceCredentials third = session.restart();

        assertThat(gateway.check(old, PHONE)).isFalse();
        assertThat(gateway.check(second, PHONE)).isTrue();
        assertThat(gateway.check(third, PHONE)).isTrue();
        assertThat(gateway.check(second, PHONE)).isFalse();
    }

    @Test
    void restartsWithoutEndLeaveNothing() {
        for (int i = 0; i < 1000; i++) {
            session.restart();
        }

        assertThat(gateway.lite.logins()).isEqualTo(2);
    }

    @Test
    void aRestartAfterTheEndIsGoodForNothing() {
        session.close();

        assertThat(gateway.check(session.restart(), PHONE)).isFalse();
        assertThat(gateway.lite.logins()).isZero();
    }
}
