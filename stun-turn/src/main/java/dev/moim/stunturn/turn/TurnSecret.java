package dev.moim.stunturn.turn;

import dev.moim.stunturn.TurnCredentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes long-term credentials from a secret, so that issuer and relay share nothing else ("A REST API For Access To
/// TURN Services", draft-uberti-behave-turn-rest). Immutable, any thread; the text form shows nothing of it.
public final class TurnSecret {
    private static final String ALGORITHM = "HmacSHA1";

    /// As long as the HMAC itself; a shorter one could be guessed from a single credential.
    private static final int MIN_LENGTH = 20;

    private final SecretKeySpec key;

    /// @param secret at least 20 bytes
    public TurnSecret(byte[] secret) {
        if (secret.length < MIN_LENGTH) {
            throw new IllegalArgumentException("the TURN secret has at least " + MIN_LENGTH + " bytes");
        }
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /// @param subject whom the allocations are counted for and revoked by
    /// @param expiry until when allocating is possible; an allocation outlives it
    public TurnCredentials issue(String subject, Instant expiry) {
        String username = expiry.getEpochSecond() + ":" + subject;
        return new TurnCredentials(username, password(username));
    }

    /// The only password that is good for a user name.
    public String password(String username) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "TurnSecret";
    }
}
