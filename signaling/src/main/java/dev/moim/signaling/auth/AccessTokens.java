package dev.moim.signaling.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The short-lived tokens of the REST API. Each belongs to a sign-in and ends with it.
@Singleton
final class AccessTokens {
    static final Duration LIFE = Duration.ofMinutes(15);
    private static final String AUDIENCE = "moim:api";

    private final SignedTokens tokens;

    AccessTokens(Keys keys) {
        tokens = new SignedTokens(AUDIENCE, keys.key("access"));
    }

    String issue(Account account, String session, Instant now) {
        return tokens.sign(new JWTClaimsSet.Builder().subject(account.id()).claim("sid", session), now, now.plus(LIFE));
    }

    /// Who a good token belongs to; the caller checks that the sign-in still counts.
    Optional<Bearer> verify(String token, Instant now) {
        return tokens.verify(token, now).flatMap(claims -> {
            Object session = claims.getClaim("sid");
            return claims.getSubject() != null && session instanceof String id
                    ? Optional.of(new Bearer(
                            claims.getSubject(), id, claims.getExpirationTime().toInstant()))
                    : Optional.empty();
        });
    }

    record Bearer(String account, String session, Instant expiresAt) {}
}
