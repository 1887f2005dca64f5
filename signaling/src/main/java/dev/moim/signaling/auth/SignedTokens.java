package dev.moim.signaling.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/// JWTs with HMAC-SHA256 for one audience: a token for another one, another algorithm or without an end is worth
/// nothing. Any thread.
final class SignedTokens {
    private static final int MAX_CHARACTERS = 4_096;

    private final String audience;
    private final MACSigner signer;
    private final MACVerifier verifier;

    SignedTokens(String audience, byte[] key) {
        this.audience = audience;
        try {
            signer = new MACSigner(key);
            verifier = new MACVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the key has 256 bits", e);
        }
    }

    String sign(JWTClaimsSet.Builder claims, Instant now, Instant expiresAt) {
        var token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                claims.audience(audience)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(expiresAt))
                        .build());
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("HMAC-SHA256 signs everything", e);
        }
        return token.serialize();
    }

    Optional<JWTClaimsSet> verify(String text, Instant now) {
        if (text.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            if (!token.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) || !token.verify(verifier)) {
                return Optional.empty();
            }
            JWTClaimsSet claims = token.getJWTClaimsSet();
            boolean current = claims.getExpirationTime() != null
                    && now.isBefore(claims.getExpirationTime().toInstant());
            boolean ours = claims.getAudience().equals(List.of(audience));
            return current && ours ? Optional.of(claims) : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }
}
