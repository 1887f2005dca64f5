package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Nonces without memory: the time and an HMAC over time and path, so that a stranger costs no state and a nonce is
/// good only where it was sent to.
final class Nonces {
    /// RFC 8656 section 5: at least once an hour a nonce ends.
    static final int LIFETIME_SECONDS = 3600;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /// 88 bits of HMAC and 32 of time are 20 characters: forging is hopeless and answers to strangers stay short.
    private static final int BYTES = 15;

    private static final int TEXT = 20;

    private final SecretKeySpec key;
    private final long startNanos;

    Nonces(RandomGenerator random, long nowNanos) {
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
        startNanos = nowNanos;
    }

    String make(ClientPath client, long nowNanos) {
        return text(client, seconds(nowNanos));
    }

    boolean isGood(byte[] nonce, ClientPath client, long nowNanos) {
        if (nonce.length != TEXT) {
            return false;
        }
        int made;
        try {
            made = ByteBuffer.wrap(Base64.getUrlDecoder().decode(nonce)).getInt();
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
        int age = seconds(nowNanos) - made;
        byte[] right = text(client, made).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(right, nonce) && age >= 0 && age < LIFETIME_SECONDS;
    }

    private String text(ClientPath client, int seconds) {
        byte[] ip = client.address().getAddress().getAddress();
        long connection = client instanceof ClientPath.Stream stream ? stream.connection() : -1;
        byte[] covered = ByteBuffer.allocate(ip.length + 16)
                .putInt(seconds)
                .putInt(client.address().getPort())
                .putLong(connection)
                .put(ip)
                .array();
        byte[] nonce = Arrays.copyOf(
                ByteBuffer.allocate(4 + KEY_BYTES)
                        .putInt(seconds)
                        .put(hmac(covered))
                        .array(),
                BYTES);
        return Base64.getUrlEncoder().encodeToString(nonce);
    }

    private byte[] hmac(byte[] covered) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(covered);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private int seconds(long nowNanos) {
        return (int) TimeUnit.NANOSECONDS.toSeconds(nowNanos - startNanos);
    }
}
