package dev.moim.signaling.conference;

import dev.moim.signaling.auth.RoomGrant;
import dev.moim.signaling.room.RoomId;
import dev.moim.stunturn.TurnCredentials;
import dev.moim.stunturn.turn.TurnSecret;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Whom the relay knows and who is welcome. The secret lives as long as the process: after a restart clients get new
/// credentials, and who was sent away before has none that work. Any thread.
@Singleton
final class RelayGate {
    /// A day's meeting does not outlast it, and whoever is sent away is refused by name.
    private static final Duration LIFE = Duration.ofHours(12);

    /// Those sent away within [#LIFE] that are known by name; about 200 bytes each. Beyond that the oldest are
    /// forgotten, who then relay to this server's media, where nobody answers them.
    private static final int MAX_REFUSED = 50_000;

    private static final int SECRET_BYTES = 32;

    private final TurnSecret secret = newSecret();

    /// Subjects or their rooms, and until when somebody may hold credentials of that name.
    private final Map<String, Instant> refused = new ConcurrentHashMap<>();

    private static TurnSecret newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new TurnSecret(bytes);
    }

    TurnSecret secret() {
        return secret;
    }

    /// Credentials for one person in one room, good for allocating until the room token ends or for 12 hours.
    TurnCredentials issue(RoomGrant grant, Instant now) {
        Instant end = now.plus(LIFE);
        Instant expiry = grant.expiresAt().isBefore(end) ? grant.expiresAt() : end;
        return secret.issue(grant.room().value() + "/" + grant.tokenId(), expiry);
    }

    boolean isWelcome(String subject) {
        return !refused.containsKey(room(subject)) && !refused.containsKey(person(subject));
    }

    /// @return whose allocations end
    Predicate<String> refuse(String tokenId, Instant now) {
        String person = "/" + tokenId;
        remember(person, now);
        return subject -> person(subject).equals(person);
    }

    /// @return whose allocations end
    Predicate<String> refuse(RoomId room, Instant now) {
        remember(room.value(), now);
        return subject -> room(subject).equals(room.value());
    }

    private void remember(String name, Instant now) {
        refused.values().removeIf(until -> until.isBefore(now));
        if (refused.size() >= MAX_REFUSED) {
            refused.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .ifPresent(oldest -> refused.remove(oldest.getKey()));
        }
        refused.put(name, now.plus(LIFE));
    }

    private static String room(String subject) {
        int slash = subject.indexOf('/');
        return slash < 0 ? subject : subject.substring(0, slash);
    }

    private static String person(String subject) {
        int slash = subject.indexOf('/');
        return slash < 0 ? subject : subject.substring(slash);
    }
}
