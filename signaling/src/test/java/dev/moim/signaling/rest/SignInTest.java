package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.moim.signaling.auth.Accounts;
import dev.moim.signaling.auth.AuthException;
import dev.moim.signaling.auth.Sessions;
import dev.moim.signaling.auth.SetupCode;
import dev.moim.signaling.store.SigningKeyRows;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignInTest extends RestTest {
    private static final String ME = "/api/v1/auth/me";

    @Inject
    EmbeddedServer server;

    @Inject
    Accounts accounts;

    @Inject
    Sessions sessions;

    @Inject
    SetupCode setupCode;

    @Inject
    SigningKeyRows keys;

    private Rest nobody;

    @BeforeAll
    void people() {
        nobody = Rest.anonymous(server);
        String code = setupCode.show().orElseThrow();
        assertThat(setUp("wrong" + code, "Root", Rest.PASSWORD).status()).isEqualTo(401);
        Answer shortPassword = setUp(code, "Root", "short");
        assertThat(shortPassword.status()).isEqualTo(400);
        assertThat(shortPassword.text("field")).isEqualTo("password");
        assertThat(setUp(code, "Root", Rest.PASSWORD).status()).isEqualTo(201);
        assertThat(setUp(code, "Other", Rest.PASSWORD).status())
                .as("a second use")
                .isEqualTo(409);
        assertThat(setupCode.show()).isEmpty();
        accounts.add("mina", Rest.PASSWORD, false);
    }

    @Test
    void theAccessTokenSaysWhoOneIs() {
        Answer me = nobody.signedIn("MINA").get(ME);
        assertThat(me.text("username")).isEqualTo("mina");
        assertThat(me.json().get("administrator").asBoolean()).isFalse();
        assertThat(nobody.signedIn("Root").get(ME).json().get("administrator").asBoolean())
                .isTrue();
        assertThat(nobody.get(ME).status()).isEqualTo(401);
    }

    @Test
    void aWrongPasswordAndAnUnknownNameLookTheSame() {
        Answer wrong = nobody.login("mina", "not the password");
        Answer unknown = nobody.login("nobody", "not the password");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void blanksAtTheEndsOfAPasswordCount() {
        accounts.add("blank", "  spaces around  ", false);
        assertThat(nobody.login("blank", "  spaces around  ").status()).isEqualTo(200);
        assertThat(nobody.login("blank", "spaces around").status()).isEqualTo(401);
    }

    @Test
    void aRefreshTokenIsGoodOnceAndItsSecondUseEndsTheSignIn() {
        Answer first = nobody.login("mina", Rest.PASSWORD);
        Answer second = refresh(first.text("refreshToken"));
        assertThat(second.status()).isEqualTo(200);
        Rest caller = nobody.with(second.text("accessToken"));
        assertThat(caller.get(ME).status()).isEqualTo(200);
        Instant later = Instant.now().plusSeconds(31);
        assertThatThrownBy(() -> sessions.refresh(first.text("refreshToken"), later))
                .as("stolen")
                .isInstanceOf(AuthException.class);
        assertThat(refresh(second.text("refreshToken")).status()).isEqualTo(401);
        assertThat(caller.get(ME).status()).isEqualTo(401);
        assertThat(refresh("nonsense").status()).isEqualTo(401);
    }

    /// The answer was lost on the way, or two tabs asked at once.
    @Test
    void aRefreshThatIsRepeatedAtOnceIsAnsweredAgain() {
        Answer first = nobody.login("mina", Rest.PASSWORD);
        Answer lost = refresh(first.text("refreshToken"));
        Answer again = refresh(first.text("refreshToken"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("refreshToken")).isEqualTo(lost.text("refreshToken"));
        Answer next = refresh(again.text("refreshToken"));
        assertThat(next.status()).isEqualTo(200);
        assertThat(refresh(first.text("refreshToken")).status())
                .as("from before the last one: stolen")
                .isEqualTo(401);
        assertThat(refresh(next.text("refreshToken")).status()).isEqualTo(401);
    }

    @Test
    void signingOutEndsBothTokensAndNoOtherSignIn() {
        Answer tokens = nobody.login("mina", Rest.PASSWORD);
        Rest here = nobody.with(tokens.text("accessToken"));
        Rest elsewhere = nobody.signedIn("mina");
        assertThat(here.post("/api/v1/auth/logout", Map.of()).status()).isEqualTo(204);
        assertThat(here.get(ME).status()).isEqualTo(401);
        assertThat(refresh(tokens.text("refreshToken")).status()).isEqualTo(401);
        assertThat(elsewhere.get(ME).status()).isEqualTo(200);
    }

    @Test
    void guessingAPasswordIsSlowedDown() {
        accounts.add("victim", Rest.PASSWORD, false);
        for (int i = 0; i < 10; i++) {
            assertThat(nobody.login("victim", "guess number " + i).status()).isEqualTo(401);
        }
        assertThat(nobody.login("Victim", Rest.PASSWORD).status()).isEqualTo(429);
        assertThat(nobody.login("mina", Rest.PASSWORD).status())
                .as("other names")
                .isEqualTo(200);
    }

    @Test
    void onlyOurOwnTokensForThisPurposeCount() throws Exception {
        Rest mina = nobody.signedIn("mina");
        String room = mina.room("Weekly");
        String roomToken =
                nobody.post("/api/v1/rooms/" + room + "/tokens", Map.of()).text("token");
        assertThat(nobody.with(roomToken).get(ME).status()).as("a room token").isEqualTo(401);

        String[] parts = mina.token().split("\\.");
        String none = base64("{\"alg\":\"none\"}") + "." + parts[1] + ".";
        assertThat(nobody.with(none).get(ME).status()).as("alg none").isEqualTo(401);
        String forged = parts[0] + "." + base64(claims(mina.token()).replace("moim:api", "moim:apj")) + "." + parts[2];
        assertThat(nobody.with(forged).get(ME).status()).as("changed").isEqualTo(401);
        assertThat(nobody.with(mina.token() + "A").get(ME).status())
                .as("signature")
                .isEqualTo(401);

        byte[] key =
                Base64.getDecoder().decode(keys.findById("access").orElseThrow().secret());
        assertThat(nobody.with(signed(mina, key, 60)).get(ME).status())
                .as("made as ours are")
                .isEqualTo(200);
        assertThat(nobody.with(signed(mina, key, -1)).get(ME).status())
                .as("expired")
                .isEqualTo(401);
        byte[] roomKey =
                Base64.getDecoder().decode(keys.findById("room").orElseThrow().secret());
        assertThat(nobody.with(signed(mina, roomKey, 60)).get(ME).status())
                .as("another key")
                .isEqualTo(401);
    }

    @Test
    void administratorsManageAccounts() {
        Rest root = nobody.signedIn("Root");
        Answer added = root.post("/api/v1/users", Map.of("username", "Jun", "password", Rest.PASSWORD));
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.text("username")).isEqualTo("Jun");
        assertThat(nobody.signedIn("jun").get("/api/v1/users").status()).isEqualTo(403);
        assertThat(nobody.get("/api/v1/users").status()).isEqualTo(401);
        assertThat(root.post("/api/v1/users", Map.of("username", "JUN", "password", Rest.PASSWORD))
                        .status())
                .isEqualTo(409);
        assertThat(root.post("/api/v1/users", Map.of("username", "x", "password", "short"))
                        .text("field"))
                .isEqualTo("password");
        assertThat(root.post("/api/v1/users", Map.of("username", "a\u0000b", "password", Rest.PASSWORD))
                        .status())
                .isEqualTo(400);
        for (int i = 0; i < 110; i++) {
            String name = "zz-%03d".formatted(i);
            accounts.add(name, "a password of " + name, false);
        }
        Answer page = root.get("/api/v1/users?after=zz");
        assertThat(page.json().get("users")).hasSize(100);
        Answer rest = root.get("/api/v1/users?after=" + page.text("next"));
        assertThat(rest.json().get("users")).hasSize(10);
        assertThat(rest.json().has("next")).isFalse();
    }

    private Answer setUp(String code, String name, String password) {
        return nobody.post("/api/v1/auth/setup", Map.of("code", code, "username", name, "password", password));
    }

    private Answer refresh(String token) {
        return nobody.post("/api/v1/auth/refresh", Map.of("refreshToken", token));
    }

    private static String signed(Rest like, byte[] key, int seconds) throws Exception {
        var claims = new JWTClaimsSet.Builder(SignedJWT.parse(like.token()).getJWTClaimsSet())
                .expirationTime(Date.from(Instant.now().plusSeconds(seconds)))
                .build();
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        token.sign(new MACSigner(key));
        return token.serialize();
    }

    private static String claims(String token) throws ParseException {
        return SignedJWT.parse(token).getJWTClaimsSet().toString();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
