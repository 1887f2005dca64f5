package dev.moim.signaling.socket;

import dev.moim.signaling.auth.RoomGrant;
import dev.moim.signaling.auth.RoomTokenVerifier;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.room.Rooms;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Decides who may open a signaling connection, before there is one. May block.
@Singleton
final class Doorkeeper {
    private final RoomTokenVerifier tokens;
    private final Rooms rooms;
    private final OriginSettings origins;

    Doorkeeper(RoomTokenVerifier tokens, Rooms rooms, OriginSettings origins) {
        this.tokens = tokens;
        this.rooms = rooms;
        this.origins = origins;
    }

    /// What becomes of a handshake.
    sealed interface Verdict {
        record Admitted(RoomGrant grant) implements Verdict {}

        record Refused(Refusal why) implements Verdict {}
    }

    Verdict judge(HttpRequest request, String room) {
        var handshake = new Handshake(request, origins.allowedOrigins());
        Optional<Refusal> refusal = handshake.judge();
        if (refusal.isPresent()) {
            return new Verdict.Refused(refusal.get());
        }
        Optional<RoomGrant> grant =
                RoomId.of(room).flatMap(id -> handshake.token().flatMap(token -> tokens.verify(token, id)));
        if (grant.isEmpty()) {
            return new Verdict.Refused(Refusal.NO_TOKEN);
        }
        return rooms.open(grant.get().room()).isPresent()
                ? new Verdict.Admitted(grant.get())
                : new Verdict.Refused(Refusal.NO_ROOM);
    }
}
