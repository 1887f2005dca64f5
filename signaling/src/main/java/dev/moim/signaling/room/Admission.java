package dev.moim.signaling.room;

import java.util.Optional;

/// Who a connection belongs to, as its token says.
///
/// @param tokenId what revocation names
/// @param subject `user:<id>` for a signed-in person, `guest:<random>` otherwise
/// @param name the name fixed by the token; empty when the person chooses one
public record Admission(String tokenId, String subject, Optional<String> name, Role role) {}
