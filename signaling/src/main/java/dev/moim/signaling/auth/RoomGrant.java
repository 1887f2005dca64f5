package dev.moim.signaling.auth;

import dev.moim.signaling.room.Role;
import dev.moim.signaling.room.RoomId;
import java.time.Instant;
import java.util.Optional;

/// What a verified room token allows.
///
/// @param tokenId unique per token; what revocation names
/// @param subject `user:<id>` for a signed-in person, `guest:<random>` otherwise
/// @param name the name fixed by the token; empty when the person chooses one at join
public record RoomGrant(
        String tokenId, RoomId room, String subject, Optional<String> name, Role role, Instant expiresAt) {}
