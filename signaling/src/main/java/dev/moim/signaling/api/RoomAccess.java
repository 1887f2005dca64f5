package dev.moim.signaling.api;

import dev.moim.signaling.auth.Account;
import dev.moim.signaling.store.RoomRow;
import dev.moim.signaling.store.RoomRows;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Who may do what with a room through the REST API.
@Singleton
final class RoomAccess {
    private final RoomRows rows;

    RoomAccess(RoomRows rows) {
        this.rows = rows;
    }

    /// @throws ApiException 404 when there is no such room
    RoomRow room(String id) {
        return rows.findById(id).orElseThrow(() -> ApiException.notFound("room"));
    }

    /// The room, for its owner and for administrators.
    ///
    /// @throws ApiException 404 or 403
    RoomRow owned(String id, Account account) {
        RoomRow row = room(id);
        if (!isOwner(row, account)) {
            throw ApiException.forbidden();
        }
        return row;
    }

    boolean isOwner(RoomRow row, Account account) {
        return account.administrator() || row.ownerId().equals(account.id());
    }

    /// Somebody whose token is worth nothing any more is no guest: they think that they are signed in, and would
    /// come in without their name and role.
    ///
    /// @throws ApiException 401 when the room takes no guests and the caller is one, or for a token that is no good
    void requireEntry(RoomRow row, HttpRequest<?> request, Optional<Authentication> caller) {
        if (caller.isEmpty() && request.getHeaders().contains(HttpHeaders.AUTHORIZATION)) {
            throw new ApiException(HttpStatus.UNAUTHORIZED, "the access token is expired or no good: sign in again");
        }
        if (!row.guests() && caller.isEmpty()) {
            throw new ApiException(HttpStatus.UNAUTHORIZED, "this room takes no guests: sign in");
        }
    }
}
