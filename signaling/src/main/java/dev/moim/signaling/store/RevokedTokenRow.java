package dev.moim.signaling.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// @param expiresAt after this the token is worthless anyway and the row may go
@MappedEntity("revoked_tokens")
public record RevokedTokenRow(@Id String id, Instant expiresAt) {}
