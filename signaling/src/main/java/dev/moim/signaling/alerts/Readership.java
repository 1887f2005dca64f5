package dev.moim.signaling.alerts;

import dev.moim.signaling.auth.RoomGrant;
import dev.moim.signaling.auth.RoomTokenVerifier;
import dev.moim.signaling.auth.Sessions;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.RoomRow;
import dev.moim.signaling.store.RoomRows;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/// Who may read a room's events: its owner and administrators with an access token all of them, and whoever has
/// a token for the room those since that was made. Any thread; blocks.
@Singleton
final class Readership {
    private final Sessions sessions;
    private final RoomTokenVerifier roomTokens;
    private final RoomRows rooms;

    Readership(Sessions sessions, RoomTokenVerifier roomTokens, RoomRows rooms) {
        this.sessions = sessions;
        this.roomTokens = roomTokens;
        this.rooms = rooms;
    }

    /// What a token is worth at a room.
    sealed interface Verdict {}

    /// May read. A room's token shows what one would see inside: nothing from before, and nobody's account.
    ///
    /// @param since when the room's token was made; empty for those who see everything
    /// @param credential the id of the room token or the sign-in, as `auth.Withdrawals` names it
    /// @param until when the right ends by itself
    record Admitted(Optional<Instant> since, String credential, Instant until) implements Verdict {}

    enum Denied implements Verdict {
        /// Malformed, forged, expired, revoked, or for another room.
        NO_GOOD_TOKEN,
        NOT_YOURS,
        NO_ROOM
    }

    Verdict judge(String token, RoomId room, Instant now) {
        Optional<RoomGrant> grant = roomTokens.verify(token, room);
        if (grant.isPresent()) {
            return rooms.existsById(room.value()) ? admitted(grant.get()) : Denied.NO_ROOM;
        }
        Optional<Sessions.SignedIn> found = sessions.authenticate(token, now);
        if (found.isEmpty()) {
            return Denied.NO_GOOD_TOKEN;
        }
        Sessions.SignedIn caller = found.get();
        Optional<RoomRow> row = rooms.findById(room.value());
        if (row.isEmpty()) {
            return Denied.NO_ROOM;
        }
        boolean owner = row.get().ownerId().equals(caller.account().id());
        return owner || caller.account().administrator()
                ? new Admitted(Optional.empty(), caller.session(), caller.until())
                : Denied.NOT_YOURS;
    }

    private static Admitted admitted(RoomGrant grant) {
        return new Admitted(Optional.of(grant.issuedAt()), grant.tokenId(), grant.expiresAt());
    }
}
