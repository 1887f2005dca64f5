package dev.moim.signaling.auth;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Limits sign-in attempts for each name and address together, and for each address. Any thread.
@Singleton
final class LoginThrottle {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int PER_NAME = 10;
    private static final int PER_ADDRESS = 100;

    /// Strangers can make this grow; the oldest entries go first.
    private static final int MAX_ENTRIES = 10_000;

    private final Map<String, Attempts> attempts = new LinkedHashMap<>();

    private record Attempts(Instant since, int count) {}

    /// Counts an attempt.
    ///
    /// @throws AuthException when there were too many
    synchronized void attempt(String name, String address, Instant now) {
        if (count(address, now) > PER_ADDRESS || count(key(name, address), now) > PER_NAME) {
            throw new AuthException(
                    AuthException.Reason.TOO_MANY_ATTEMPTS, "too many attempts: try again in some minutes");
        }
    }

    /// Forgives the attempts for a name whose password was right; an office that signs in through one address is no
    /// attack either.
    synchronized void succeeded(String name, String address) {
        attempts.remove(key(name, address));
        attempts.computeIfPresent(address, (_, all) -> new Attempts(all.since(), all.count() - 1));
    }

    private int count(String key, Instant now) {
        Attempts before = attempts.get(key);
        Attempts after = before == null || !now.isBefore(before.since().plus(WINDOW))
                ? new Attempts(now, 1)
                : new Attempts(before.since(), before.count() + 1);
        attempts.put(key, after);
        if (attempts.size() > MAX_ENTRIES) {
            attempts.remove(attempts.keySet().iterator().next());
        }
        return after.count();
    }

    private static String key(String name, String address) {
        return address + " " + Accounts.fold(name.strip());
    }
}
