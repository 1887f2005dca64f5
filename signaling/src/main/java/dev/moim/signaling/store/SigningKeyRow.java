package dev.moim.signaling.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// @param secret the key in base64
@MappedEntity("signing_keys")
public record SigningKeyRow(@Id String purpose, String secret, Instant createdAt) {
    @Override
    public String toString() {
        return "key for " + purpose;
    }
}
