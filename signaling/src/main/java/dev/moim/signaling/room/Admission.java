package dev.moim.signaling.room;

import java.util.Optional;

/// Who a connection belongs to, as its token says.
///
/// @param tokenId what revocation names
/// @param subject `user:<id>` for someone who signed in, `invited:<random>` for whom the owner's token was made,
///     `guest:<random>` for whoever had the room's link
/// @param name the name fixed by the token; empty when the person chooses one
public record Admission(String tokenId, String subject, Optional<String> name, Role role) {
    boolean isAccount() {
        return subject.startsWith("user:");
    }

    boolean isGuest() {
        return subject.startsWith("guest:");
    }
}
