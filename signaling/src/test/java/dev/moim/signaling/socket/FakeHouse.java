package dev.moim.signaling.socket;

import dev.moim.signaling.auth.RoomGrant;
import dev.moim.signaling.auth.RoomTokenVerifier;
import dev.moim.signaling.protocol.ChatLine;
import dev.moim.signaling.room.Effect;
import dev.moim.signaling.room.EffectRunner;
import dev.moim.signaling.room.Fact;
import dev.moim.signaling.room.Role;
import dev.moim.signaling.room.RoomActor;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.room.RoomSetup;
import dev.moim.signaling.room.RoomStore;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Everything around rooms, in memory. A good token is `good-<role>-<anything>` and opens every room.
@Singleton
@Primary
@Requires(property = FakeHouse.PROPERTY)
final class FakeHouse implements RoomStore, EffectRunner, RoomTokenVerifier {
    static final String PROPERTY = "moim.fake-house";

    final List<Fact> facts = new CopyOnWriteArrayList<>();
    final Set<String> revoked = ConcurrentHashMap.newKeySet();
    volatile boolean storageFails;

    @Override
    public Optional<RoomSetup> load(RoomId room) {
        if (room.value().startsWith("gone")) {
            return Optional.empty();
        }
        var chat = new ArrayList<ChatLine>();
        for (Fact fact : facts) {
            if (fact instanceof Fact.ChatPosted posted) {
                chat.add(posted.line());
            }
        }
        return Optional.of(new RoomSetup("Room " + room, 400, true, List.of(), chat.size() + 1L));
    }

    @Override
    public Fact store(RoomId room, Fact fact) {
        if (storageFails) {
            throw new IllegalStateException("no storage");
        }
        facts.add(fact);
        return fact;
    }

    @Override
    public void onEnd(RoomActor room) {}

    @Override
    public void run(RoomActor room, Effect.Outward effect) {
        if (effect instanceof Effect.RevokeToken(String tokenId)) {
            if (storageFails) {
                throw new IllegalStateException("no storage");
            }
            revoked.add(tokenId);
        }
    }

    @Override
    public Optional<RoomGrant> verify(String token, RoomId room) {
        String[] parts = token.split("-");
        if (parts.length != 3 || !parts[0].equals("good") || revoked.contains(token)) {
            return Optional.empty();
        }
        return Optional.of(new RoomGrant(
                token,
                room,
                "guest:" + parts[2],
                Optional.empty(),
                Role.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                Instant.now(),
                Instant.now().plusSeconds(60)));
    }
}
