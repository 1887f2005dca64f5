package dev.moim.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.moim.signaling.room.Role;
import dev.moim.signaling.room.RoomId;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Which tokens open a room.
@MicronautTest(transactional = false, startApplication = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomTokensTest implements TestPropertyProvider {
    private static final RoomId ROOM = new RoomId("weekly");

    @Inject
    RoomTokens tokens;

    @Inject
    Keys keys;

    @Override
    public Map<String, String> getProperties() {
        return Map.of(
                "datasources.default.url",
                "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
    }

    @Test
    void aTokenOpensItsRoomAndNoOther() {
        String token = issue(Instant.now());

        assertThat(tokens.verify(token, ROOM)).get().satisfies(grant -> {
            assertThat(grant.role()).isEqualTo(Role.VIEWER);
            assertThat(grant.name()).contains("Mina");
            assertThat(Duration.between(grant.issuedAt(), Instant.now())).isLessThan(Duration.ofMinutes(1));
        });
        assertThat(tokens.verify(token, new RoomId("other"))).isEmpty();
    }

    @Test
    void anExpiredTokenOpensNothing() {
        assertThat(tokens.verify(issue(Instant.now().minus(Duration.ofHours(23))), ROOM))
                .isPresent();
        assertThat(tokens.verify(issue(Instant.now().minus(Duration.ofHours(24))), ROOM))
                .isEmpty();
    }

    @Test
    void aTokenThatWasTakenBackOpensNothing() {
        String token = issue(Instant.now());
        tokens.revoke(tokens.verify(token, ROOM).orElseThrow().tokenId());
        assertThat(tokens.verify(token, ROOM)).isEmpty();
    }

    @Test
    void onlyOurKeyAndOurAlgorithmCount() throws Exception {
        byte[] key = keys.key("room");
        assertThat(tokens.verify(signed(JWSAlgorithm.HS256, key, claims -> claims), ROOM))
                .as("the control")
                .isPresent();

        assertThat(tokens.verify(signed(JWSAlgorithm.HS256, new byte[32], claims -> claims), ROOM))
                .as("another key")
                .isEmpty();
        assertThat(tokens.verify(signed(JWSAlgorithm.HS256, keys.key("access"), claims -> claims), ROOM))
                .as("the key of access tokens")
                .isEmpty();
        assertThat(tokens.verify(new PlainJWT(claims().build()).serialize(), ROOM))
                .as("alg none")
                .isEmpty();
        String[] parts = signed(JWSAlgorithm.HS256, key, claims -> claims).split("\\.");
        String none = new PlainJWT(claims().build()).serialize().split("\\.")[0];
        assertThat(tokens.verify(none + "." + parts[1] + "." + parts[2], ROOM))
                .as("alg none with a signature")
                .isEmpty();
        assertThat(tokens.verify(parts[0] + "." + parts[1] + ".", ROOM))
                .as("no signature")
                .isEmpty();
        assertThat(tokens.verify(signed(JWSAlgorithm.HS256, key, claims -> claims.expirationTime(null)), ROOM))
                .as("no end")
                .isEmpty();
        assertThat(tokens.verify(signed(JWSAlgorithm.HS256, key, claims -> claims.audience("moim:api")), ROOM))
                .as("another purpose")
                .isEmpty();
        assertThat(tokens.verify(signed(JWSAlgorithm.HS256, key, claims -> claims.issueTime(null)), ROOM))
                .as("no beginning")
                .isEmpty();
    }

    private String issue(Instant now) {
        return tokens.issue(ROOM, RoomTokens.guest(), Optional.of("Mina"), Role.VIEWER, now)
                .token();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .jwtID("id")
                .subject("guest:1")
                .audience("moim:room")
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .claim("room", ROOM.value())
                .claim("role", "moderator");
    }

    private static String signed(JWSAlgorithm algorithm, byte[] key, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        var token =
                new SignedJWT(new JWSHeader(algorithm), change.apply(claims()).build());
        token.sign(new MACSigner(key));
        return token.serialize();
    }
}
