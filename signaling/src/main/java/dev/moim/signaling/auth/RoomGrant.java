package dev.moim.signaling.auth;

import dev.moim.signaling.room.Role;
import dev.moim.signaling.room.RoomId;
import java.time.Instant;
import java.util.Optional;

/// What a verified room token allows.
///
/// @param tokenId unique per token; what revocation names
/// @param subject `user:<id>` for someone who signed in, `invited:<random>` for whom the owner's token was made,
///     `guest:<random>` for whoever had the room's link
/// @param name the name fixed by the token; empty when the person chooses one at join
/// @param issuedAt in whole seconds
public record RoomGrant(
        String tokenId,
        RoomId room,
        String subject,
        Optional<String> name,
        Role role,
        Instant issuedAt,
        Instant expiresAt) {}
