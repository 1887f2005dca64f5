package dev.moim.signaling.room;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Hands facts to storage in the order in which they happened, and keeps those that storage refused and that nobody
/// can be asked to repeat.
final class Ledger {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final EffectList out;
    /// While storage refuses, nobody can join: at most one fact for each place in the room, and one for its end.
    private final List<Fact> unstored = new ArrayList<>();

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
        unstored.add(fact);
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
        unstored.forEach(fact -> out.add(new Effect.Store(fact)));
        unstored.clear();
        retryAt = Optional.empty();
    }
}
