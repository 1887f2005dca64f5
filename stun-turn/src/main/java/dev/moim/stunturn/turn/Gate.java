package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.stun.StunKey;
import dev.moim.stunturn.stun.StunMessage;
import java.nio.charset.StandardCharsets;
import org.ice4j.attribute.Attribute;
import org.jspecify.annotations.Nullable;

/// The long-term credential mechanism (RFC 8489 section 9.2): who may ask at all.
final class Gate {
    /// What is to be done with a request.
    sealed interface Admission {
        /// It is authentic. Whether its credentials have expired is for Allocate to ask: a call outlives them.
        record Admitted(Login login) implements Admission {}

        /// @param code 400, 401 or 438
        record Refused(int code) implements Admission {}
    }

    static final int BAD_REQUEST = 400;
    static final int UNAUTHENTICATED = 401;
    static final int STALE_NONCE = 438;

    /// Enough until the year 33658 and far from overflow.
    private static final int MAX_EXPIRY_DIGITS = 12;

    private final TurnSecret secret;
    private final String realm;
    private final Nonces nonces;

    Gate(TurnSecret secret, String realm, Nonces nonces) {
        this.secret = secret;
        this.realm = realm;
        this.nonces = nonces;
    }

    String realm() {
        return realm;
    }

    String nonce(ClientPath client, long nowNanos) {
        return nonces.make(client, nowNanos);
    }

    /// The nonce is looked at before the password: it shows that the client really is where the request seems to come
    /// from.
    Admission admit(StunMessage request, ClientPath client, long nowNanos) {
        if (!request.hasIntegrity()) {
            return new Admission.Refused(UNAUTHENTICATED);
        }
        byte[] nonce = request.value(Attribute.NONCE);
        byte[] claimedRealm = request.value(Attribute.REALM);
        String username = request.username();
        if (nonce == null || claimedRealm == null || username == null) {
            return new Admission.Refused(BAD_REQUEST);
        }
        if (!nonces.isGood(nonce, client, nowNanos)) {
            return new Admission.Refused(STALE_NONCE);
        }
        Login login = login(username);
        return login != null
                        && realm.equals(new String(claimedRealm, StandardCharsets.UTF_8))
                        && request.isAuthentic(login.key())
                ? new Admission.Admitted(login)
                : new Admission.Refused(UNAUTHENTICATED);
    }

    private @Nullable Login login(String username) {
        int colon = username.indexOf(':');
        if (colon < 1 || colon > MAX_EXPIRY_DIGITS) {
            return null;
        }
        long expiry = 0;
        for (int i = 0; i < colon; i++) {
            int digit = username.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            expiry = 10 * expiry + digit;
        }
        StunKey key = StunKey.longTerm(username, realm, secret.password(username));
        return new Login(username, username.substring(colon + 1), expiry, key);
    }
}
