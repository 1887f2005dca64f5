package dev.moim.signaling.alerts;

import dev.moim.signaling.auth.Account;
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

    /// Everything, with the accounts of those inside.
    record Whole() implements Verdict {}

    /// What one would see inside: nothing from before, and nobody's account.
    record Part(Instant since) implements Verdict {}

    enum Denied implements Verdict {
        /// Malformed, forged, expired, revoked, or for another room.
        NO_GOOD_TOKEN,
        NOT_YOURS,
        NO_ROOM
    }

    Verdict judge(String token, RoomId room, Instant now) {
        Optional<RoomGrant> grant = roomTokens.verify(token, room);
        if (grant.isPresent()) {
            return rooms.existsById(room.value()) ? new Part(grant.get().issuedAt()) : Denied.NO_ROOM;
        }
        Optional<Account> account = sessions.account(token, now);
        if (account.isEmpty()) {
            return Denied.NO_GOOD_TOKEN;
        }
        Optional<RoomRow> row = rooms.findById(room.value());
        if (row.isEmpty()) {
            return Denied.NO_ROOM;
        }
        boolean owner = row.get().ownerId().equals(account.get().id());
        return owner || account.get().administrator() ? new Whole() : Denied.NOT_YOURS;
    }
}
