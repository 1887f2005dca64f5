package dev.moim.signaling.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.moim.signaling.room.Role;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.RevokedTokenRow;
import dev.moim.signaling.store.RevokedTokenRows;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The tokens that open a room's signaling channel. They outlive a restart, and can be taken back. Any thread; blocks.
@Singleton
public class RoomTokens implements RoomTokenVerifier, TokenRevocation {
    /// Long enough for a day of meetings with reconnects.
    private static final Duration LIFE = Duration.ofHours(24);

    private static final String AUDIENCE = "moim:room";

    private final SignedTokens tokens;
    private final RevokedTokenRows revoked;
    private final Withdrawals withdrawals;

    RoomTokens(Keys keys, RevokedTokenRows revoked, Withdrawals withdrawals) {
        this.tokens = new SignedTokens(AUDIENCE, keys.key("room"));
        this.revoked = revoked;
        this.withdrawals = withdrawals;
    }

    /// A token and its end.
    public record Issued(String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "Issued[expiresAt=" + expiresAt + "]";
        }
    }

    /// Someone who signed in.
    public static String user(String account) {
        return "user:" + account;
    }

    /// Someone for whom the room's owner asks.
    public static String invited() {
        return "invited:" + Ids.newId();
    }

    /// Whoever has the room's link.
    public static String guest() {
        return "guest:" + Ids.newId();
    }

    /// @param subject who gets it: [#user], [#invited] or [#guest]
    /// @param name fixes the name in the room; empty when the person chooses one at join
    public Issued issue(RoomId room, String subject, Optional<String> name, Role role, Instant now) {
        Instant expiresAt = now.plus(LIFE);
        var claims = new JWTClaimsSet.Builder()
                .jwtID(Ids.newId())
                .subject(subject)
                .claim("room", room.value())
                .claim("role", role.name().toLowerCase(Locale.ROOT));
        name.ifPresent(text -> claims.claim("name", text));
        return new Issued(tokens.sign(claims, now, expiresAt), expiresAt);
    }

    @Override
    public Optional<RoomGrant> verify(String token, RoomId room) {
        return verify(token).filter(grant -> grant.room().equals(room));
    }

    /// The same for whichever room the token opens.
    public Optional<RoomGrant> verify(String token) {
        return tokens.verify(token, Instant.now())
                .flatMap(RoomTokens::grant)
                .filter(grant -> !revoked.existsById(grant.tokenId()));
    }

    @Override
    public void revoke(String tokenId) {
        Instant now = Instant.now();
        if (!revoked.existsById(tokenId)) {
            revoked.save(new RevokedTokenRow(tokenId, now.plus(LIFE)));
        }
        withdrawals.tell(tokenId);
    }

    private static Optional<RoomGrant> grant(JWTClaimsSet claims) {
        if (claims.getJWTID() == null
                || claims.getSubject() == null
                || claims.getIssueTime() == null
                || !(claims.getClaim("room") instanceof String room)
                || !(claims.getClaim("role") instanceof String role)) {
            return Optional.empty();
        }
        Optional<String> name = claims.getClaim("name") instanceof String text ? Optional.of(text) : Optional.empty();
        return Optional.of(new RoomGrant(
                claims.getJWTID(),
                new RoomId(room),
                claims.getSubject(),
                name,
                Role.valueOf(role.toUpperCase(Locale.ROOT)),
                claims.getIssueTime().toInstant(),
                claims.getExpirationTime().toInstant()));
    }
}
