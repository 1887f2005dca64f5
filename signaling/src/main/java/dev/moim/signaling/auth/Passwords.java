package dev.moim.signaling.auth;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Password hashes with Argon2id (RFC 9106). Hashing is slow by design, so one core is never used for it: a flood of
/// sign-ins queues here and leaves rooms and media their share. Any thread; blocks.
@Singleton
final class Passwords {
    /// OWASP's minimum for Argon2id: 19 MiB, two passes, one lane.
    private static final int MEMORY_KIB = 19_456;

    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Semaphore cores =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    private final String nobody;

    Passwords() {
        nobody = Base64.getEncoder().encodeToString(new byte[SALT_BYTES]) + "$"
                + Base64.getEncoder().encodeToString(new byte[HASH_BYTES]);
    }

    /// Salt and hash as text.
    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        var base64 = Base64.getEncoder();
        return base64.encodeToString(salt) + "$" + base64.encodeToString(argon2(password, salt));
    }

    boolean matches(String password, String stored) {
        String[] parts = stored.split("\\$", 2);
        byte[] salt = Base64.getDecoder().decode(parts[0]);
        return MessageDigest.isEqual(Base64.getDecoder().decode(parts[1]), argon2(password, salt));
    }

    /// Takes as long as [#matches], so that the time does not tell whether a name exists.
    boolean matchesNobody(String password) {
        return matches(password, nobody);
    }

    private byte[] argon2(String password, byte[] salt) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[HASH_BYTES];
        cores.acquireUninterruptibly();
        try {
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            cores.release();
        }
        return hash;
    }
}
