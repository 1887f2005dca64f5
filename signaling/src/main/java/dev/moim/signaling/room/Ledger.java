package dev.moim.signaling.room;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Hands facts to storage in the order in which they happened. Keeps what storage refused and nobody can be asked to
/// repeat: facts, and ends of tokens.
final class Ledger {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final EffectList out;
    /// While storage refuses, nobody can join: at most a fact and a token for each place in the room, and a fact
    /// for its end.
    private final List<Effect> unstored = new ArrayList<>();

    private Optional<Instant> retryAt = Optional.empty();

    Ledger(EffectList out) {
        this.out = out;
    }

    void store(Fact fact) {
        retry();
        out.add(new Effect.Store(fact));
    }

    /// Keeps a fact until storage takes it.
    void keep(Fact fact, Instant now) {
        keep(new Effect.Store(fact), now);
    }

    /// Keeps a token that has to end until storage knows it.
    void keepRevoked(String tokenId, Instant now) {
        keep(new Effect.RevokeToken(tokenId), now);
    }

    private void keep(Effect effect, Instant now) {
        unstored.add(effect);
        retryAt = Optional.of(now.plus(RETRY));
    }

    void onTick(Instant now) {
        if (retryAt.filter(at -> !at.isAfter(now)).isPresent()) {
            retry();
        }
    }

    Optional<Instant> retryAt() {
        return retryAt;
    }

    boolean isEmpty() {
        return unstored.isEmpty();
    }

    private void retry() {
        unstored.forEach(out::add);
        unstored.clear();
        retryAt = Optional.empty();
    }
}
