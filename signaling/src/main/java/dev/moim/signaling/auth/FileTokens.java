package dev.moim.signaling.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/// The tokens with which an upload worker on another machine fetches one file of a recording, and nothing else. Any
/// thread.
@Singleton
public class FileTokens {
    /// An order waits up to a quarter of an hour; the fetch itself may last longer once it has begun.
    private static final Duration LIFE = Duration.ofHours(1);

    private static final String AUDIENCE = "moim:file";

    private final SignedTokens tokens;

    FileTokens(Keys keys) {
        tokens = new SignedTokens(AUDIENCE, keys.key("file"));
    }

    /// @param file the id of its row
    public String issue(String file, Instant now) {
        return tokens.sign(new JWTClaimsSet.Builder().subject(file), now, now.plus(LIFE));
    }

    /// False for a token that is malformed, forged, expired or for another file.
    public boolean opens(String token, String file, Instant now) {
        return tokens.verify(token, now)
                .filter(claims -> file.equals(claims.getSubject()))
                .isPresent();
    }
}
