package dev.moim.signaling.auth;

import dev.moim.signaling.store.SigningKeyRow;
import dev.moim.signaling.store.SigningKeyRows;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/// The signing keys, kept in the database so that tokens outlive a restart. Any thread; blocks.
@Singleton
final class Keys {
    private static final int BYTES = 32;

    private final SigningKeyRows rows;

    Keys(SigningKeyRows rows) {
        this.rows = rows;
    }

    /// The key for a purpose; made at the first call.
    byte[] key(String purpose) {
        return Base64.getDecoder()
                .decode(rows.findById(purpose).orElseGet(() -> create(purpose)).secret());
    }

    private SigningKeyRow create(String purpose) {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        try {
            return rows.save(new SigningKeyRow(purpose, Base64.getEncoder().encodeToString(secret), Instant.now()));
        } catch (DataAccessException e) {
            // Another process on the same database was faster.
            return rows.findById(purpose).orElseThrow(() -> e);
        }
    }
}
