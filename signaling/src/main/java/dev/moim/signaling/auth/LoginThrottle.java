package dev.moim.signaling.auth;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/// Limits sign-in attempts for each name and address together, for each address, and for each name from addresses that
/// it never signed in from. Any thread.
@Singleton
final class LoginThrottle {
    private static final int PER_NAME = 10;
    private static final int PER_ADDRESS = 100;

    /// So many machines that guess one password get no further, and who owns it still signs in from where they do.
    private static final int PER_NAME_FROM_STRANGERS = 300;

    /// The oldest go first.
    private static final int MAX_KNOWN = 10_000;

    private final Throttle attempts = new Throttle(Duration.ofMinutes(5));
    private final Set<String> known = new LinkedHashSet<>();

    /// Counts an attempt.
    ///
    /// @throws AuthException when there were too many
    synchronized void attempt(String name, String address, Instant now) {
        String place = key(name, address);
        boolean crowded = attempts.count(address, now) > PER_ADDRESS || attempts.count(place, now) > PER_NAME;
        boolean besieged = !known.contains(place) && attempts.count(key(name, "*"), now) > PER_NAME_FROM_STRANGERS;
        if (crowded || besieged) {
            throw new AuthException(
                    AuthException.Reason.TOO_MANY_ATTEMPTS, "too many attempts: try again in some minutes");
        }
    }

    /// Forgives the attempts for a name whose password was right; an office that signs in through one address is no
    /// attack either.
    synchronized void succeeded(String name, String address) {
        attempts.forgive(key(name, address));
        attempts.takeBack(address);
        known.add(key(name, address));
        if (known.size() > MAX_KNOWN) {
            known.remove(known.iterator().next());
        }
    }

    private static String key(String name, String address) {
        return address + " " + Accounts.fold(name.strip());
    }
}
