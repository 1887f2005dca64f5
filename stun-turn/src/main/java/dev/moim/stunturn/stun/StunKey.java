package dev.moim.stunturn.stun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key of MESSAGE-INTEGRITY (RFC 8489 section 14.5). Immutable, any thread; the text form shows nothing of it.
public final class StunKey {
    /// Length of an HMAC-SHA1.
    static final int HMAC_LENGTH = 20;

    private static final String ALGORITHM = "HmacSHA1";

    private final SecretKeySpec key;

    private StunKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// The short-term credential's key (RFC 8489 section 9.1.1). ICE passwords are ASCII, on which OpaqueString
    /// changes nothing.
    public static StunKey shortTerm(String password) {
        return new StunKey(password.getBytes(StandardCharsets.UTF_8));
    }

    /// The long-term credential's key (RFC 8489 section 9.2.2). User names and realms of ours are ASCII, on which
    /// OpaqueString changes nothing.
    public static StunKey longTerm(String username, String realm, String password) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            String text = username + ":" + realm + ":" + password;
            return new StunKey(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /// The HMAC over a message up to its MESSAGE-INTEGRITY, as if that attribute were the last.
    ///
    /// @param integrityOffset where the attribute starts in a message that starts at index 0
    byte[] hmac(byte[] message, int integrityOffset) {
        int lengthField = integrityOffset + StunMessage.ATTRIBUTE_HEADER + HMAC_LENGTH - StunMessage.HEADER;
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(message, 0, 2);
            mac.update((byte) (lengthField >> 8));
            mac.update((byte) lengthField);
            mac.update(message, 4, integrityOffset - 4);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /// Compares in constant time, so that the answer's delay tells nothing about the right HMAC.
    boolean matches(byte[] message, int integrityOffset) {
        int start = integrityOffset + StunMessage.ATTRIBUTE_HEADER;
        byte[] claimed = Arrays.copyOfRange(message, start, start + HMAC_LENGTH);
        return MessageDigest.isEqual(hmac(message, integrityOffset), claimed);
    }

    @Override
    public String toString() {
        return "StunKey";
    }
}
