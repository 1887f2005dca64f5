package dev.moim.signaling.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What an endpoint checks signatures with: standardwebhooks.com, symmetric signatures.
///
/// @param base64 the key
record Secret(String base64) {
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static Secret random() {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return new Secret(Base64.getEncoder().encodeToString(key));
    }

    /// As its owner gets it, once.
    String shown() {
        return PREFIX + base64;
    }

    /// One signature of the header `webhook-signature`.
    ///
    /// @param timestamp seconds since 1970
    String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(base64), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
