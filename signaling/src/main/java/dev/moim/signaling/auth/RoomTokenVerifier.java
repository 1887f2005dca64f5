package dev.moim.signaling.auth;

import dev.moim.signaling.room.RoomId;
import java.util.Optional;

/// Checks room tokens. Any thread.
public interface RoomTokenVerifier {
    /// Empty for a token that is malformed, forged, expired, revoked or for another room.
    Optional<RoomGrant> verify(String token, RoomId room);
}
