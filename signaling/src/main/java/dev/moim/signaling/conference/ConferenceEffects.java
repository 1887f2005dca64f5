package dev.moim.signaling.conference;

import dev.moim.signaling.auth.RelayAccess;
import dev.moim.signaling.auth.TokenRevocation;
import dev.moim.signaling.recording.Segments;
import dev.moim.signaling.room.Effect;
import dev.moim.signaling.room.EffectRunner;
import dev.moim.signaling.room.Fact;
import dev.moim.signaling.room.RoomActor;
import dev.moim.signaling.room.RoomId;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/// Carries out what rooms want: facts go to storage, the rest to the media side of the room.
@Singleton
final class ConferenceEffects implements EffectRunner {
    private final MediaPlane plane;
    private final FactStore facts;
    private final TokenRevocation revocation;
    private final RelayAccess relay;
    private final Segments segments;
    private final ConcurrentMap<RoomId, Conference> conferences = new ConcurrentHashMap<>();

    ConferenceEffects(
            MediaPlane plane, FactStore facts, TokenRevocation revocation, RelayAccess relay, Segments segments) {
        this.plane = plane;
        this.facts = facts;
        this.revocation = revocation;
        this.relay = relay;
        this.segments = segments;
    }

    @Override
    public Fact store(RoomId room, Fact fact) {
        return facts.store(room, fact);
    }

    @Override
    public void run(RoomActor room, Effect.Outward effect) {
        switch (effect) {
            case Effect.Negotiate offer -> conference(room).negotiate(offer);
            case Effect.SetMedia change -> find(room).ifPresent(conference -> conference.setMedia(change));
            case Effect.SetWishes wishes -> find(room).ifPresent(conference -> conference.setWishes(wishes));
            case Effect.LeaveMedia gone -> release(room, conference -> conference.leave(gone.participant()));
            case Effect.BeginSegment begin -> conference(room).beginSegment(begin);
            case Effect.EndSegment _ -> release(room, Conference::endSegment);
            case Effect.RevokeToken(String tokenId) -> {
                relay.revoke(tokenId);
                revocation.revoke(tokenId);
            }
        }
    }

    /// After a bug somebody's media may be left; a successor must not find it.
    @Override
    public void onEnd(RoomActor room) {
        conferences.computeIfPresent(room.id(), (id, conference) -> {
            if (!conference.belongsTo(room)) {
                return conference;
            }
            conference.close();
            return null;
        });
    }

    private Conference conference(RoomActor room) {
        return conferences.computeIfAbsent(room.id(), id -> new Conference(room, plane, segments));
    }

    /// Somebody who only chats has no media.
    private Optional<Conference> find(RoomActor room) {
        return Optional.ofNullable(conferences.get(room.id()));
    }

    /// Media of an empty room ends; the next participant opens it anew.
    private void release(RoomActor room, Consumer<Conference> change) {
        Optional<Conference> conference = find(room);
        conference.ifPresent(change);
        conference.filter(Conference::isIdle).ifPresent(idle -> {
            conferences.remove(room.id());
            idle.close();
        });
    }
}
