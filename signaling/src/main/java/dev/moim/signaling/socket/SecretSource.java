package dev.moim.signaling.socket;

import java.security.SecureRandom;
import java.util.Base64;

/// Makes ids and secrets that cannot be guessed.
final class SecretSource {
    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretSource() {}

    /// URL-safe text with as many random bytes.
    static String text(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
