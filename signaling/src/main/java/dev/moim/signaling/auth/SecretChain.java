package dev.moim.signaling.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes each refresh secret from the one before it: a request that is repeated gets the same answer, although the
/// server keeps hashes only. Any thread.
final class SecretChain {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    SecretChain(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// 256 bits as 43 characters, which nobody without the key can tell.
    String next(String session, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] next = mac.doFinal((session + "." + secret).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(next);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + ALGORITHM, e);
        }
    }
}
