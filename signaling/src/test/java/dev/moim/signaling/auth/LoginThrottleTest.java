package dev.moim.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How often a password may be guessed.
class LoginThrottleTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    private final LoginThrottle throttle = new LoginThrottle();

    @Test
    void tenGuessesForANameHoweverItIsWritten() {
        String[] spellings = {"bob", "BOB", "ｂob", " bob ", "ｂｏｂ"};
        IntStream.range(0, 10).forEach(i -> throttle.attempt(spellings[i % spellings.length], "192.0.2.1", NOW));
        assertRefused("bob", "192.0.2.1");
        assertRefused("ｂob", "192.0.2.1");
        throttle.attempt("jun", "192.0.2.1", NOW);
        throttle.attempt("bob", "192.0.2.1", NOW.plusSeconds(300));
    }

    @Test
    void manyMachinesThatGuessOnePasswordDoNotLockItsOwnerOut() {
        throttle.attempt("bob", "198.51.100.1", NOW);
        throttle.succeeded("bob", "198.51.100.1");
        int admitted = (int) IntStream.range(0, 1_000)
                .filter(i -> isAdmitted("bob", "10.0." + i / 250 + "." + i % 250))
                .count();
        assertThat(admitted).isLessThanOrEqualTo(300);
        throttle.attempt("bob", "198.51.100.1", NOW);
    }

    @Test
    void anOfficeBehindOneAddressSignsIn() {
        for (int i = 0; i < 1_000; i++) {
            throttle.attempt("user" + i, "192.0.2.1", NOW);
            throttle.succeeded("user" + i, "192.0.2.1");
        }
    }

    @Test
    void oneAddressDoesNotGuessForEveryName() {
        IntStream.range(0, 100).forEach(i -> throttle.attempt("user" + i, "192.0.2.1", NOW));
        assertRefused("another", "192.0.2.1");
        throttle.attempt("another", "192.0.2.2", NOW);
    }

    private boolean isAdmitted(String name, String address) {
        try {
            throttle.attempt(name, address, NOW);
            return true;
        } catch (AuthException e) {
            return false;
        }
    }

    private void assertRefused(String name, String address) {
        assertThatThrownBy(() -> throttle.attempt(name, address, NOW)).isInstanceOf(AuthException.class);
    }
}
