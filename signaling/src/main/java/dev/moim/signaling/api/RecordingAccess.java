package dev.moim.signaling.api;

import dev.moim.signaling.auth.Account;
import dev.moim.signaling.auth.BearerHeader;
import dev.moim.signaling.auth.Caller;
import dev.moim.signaling.auth.FileTokens;
import dev.moim.signaling.auth.RoomGrant;
import dev.moim.signaling.auth.RoomTokenVerifier;
import dev.moim.signaling.auth.RoomTokens;
import dev.moim.signaling.room.Role;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.RecordingFileRow;
import dev.moim.signaling.store.RecordingRow;
import dev.moim.signaling.store.RecordingRows;
import dev.moim.signaling.store.RoomRow;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/// Who may record a room, and see what was recorded: its owner, administrators, and whoever has a room token with the
/// grant to record.
@Singleton
final class RecordingAccess {
    private final RoomAccess rooms;
    private final RecordingRows recordings;
    private final RoomTokenVerifier tokens;
    private final FileTokens files;

    RecordingAccess(RoomAccess rooms, RecordingRows recordings, RoomTokenVerifier tokens, FileTokens files) {
        this.files = files;
        this.rooms = rooms;
        this.recordings = recordings;
        this.tokens = tokens;
    }

    /// @return the caller's subject
    /// @throws ApiException 401, 403 or 404
    String requireRoom(String room, HttpRequest<?> request) {
        Optional<Authentication> signedIn = request.getUserPrincipal(Authentication.class);
        if (signedIn.isPresent()) {
            RoomRow row = rooms.room(room);
            Account account = Caller.of(signedIn.get()).account();
            if (!rooms.isOwner(row, account)) {
                throw ApiException.forbidden();
            }
            return RoomTokens.user(account.id());
        }
        RoomGrant grant = grant(room, request);
        if (!grant.role().may(Role.Grant.RECORD)) {
            throw ApiException.forbidden();
        }
        return grant.subject();
    }

    /// The recording, for those who may have it.
    ///
    /// @throws ApiException 401, 403 or 404
    RecordingRow requireRecording(String id, HttpRequest<?> request) {
        Optional<RecordingRow> row = recordings.findById(id);
        boolean stranger = request.getUserPrincipal().isEmpty()
                && BearerHeader.token(request).isEmpty();
        if (stranger) {
            throw unauthorized();
        }
        RecordingRow found = row.orElseThrow(() -> ApiException.notFound("recording"));
        requireRoom(found.roomId(), request);
        return found;
    }

    /// Whether the caller has an upload worker's token for this file.
    boolean mayFetch(RecordingFileRow file, HttpRequest<?> request) {
        return BearerHeader.token(request)
                .filter(token -> files.opens(token, file.id(), Instant.now()))
                .isPresent();
    }

    private RoomGrant grant(String room, HttpRequest<?> request) {
        RoomId id = RoomId.of(room).orElseThrow(() -> ApiException.notFound("room"));
        RoomGrant grant = BearerHeader.token(request)
                .flatMap(token -> tokens.verify(token, id))
                .orElseThrow(RecordingAccess::unauthorized);
        rooms.room(room);
        return grant;
    }

    private static ApiException unauthorized() {
        return new ApiException(
                HttpStatus.UNAUTHORIZED, "sign in as the room's owner, or show a moderator's room token");
    }
}
