package dev.moim.media;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// A certificate's fingerprint as in SDP (RFC 8122).
///
/// @param algorithm hash name in lower case, for example `sha-256`
/// @param value upper-case hexadecimal pairs with colons
public record DtlsFingerprint(String algorithm, String value) {
    public DtlsFingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
        if (!value.matches("[0-9A-F]{2}(:[0-9A-F]{2}){15,63}")) {
            throw new IllegalArgumentException("a fingerprint is 16 to 64 hexadecimal pairs with colons");
        }
    }

    /// The SHA-256 fingerprint of a certificate.
    ///
    /// @param certificate in DER
    public static DtlsFingerprint of(byte[] certificate) {
        return new DtlsFingerprint("sha-256", hash("SHA-256", certificate));
    }

    /// Whether the certificate has this fingerprint. SHA-1 and unknown algorithms never match.
    ///
    /// @param certificate in DER
    public boolean matches(byte[] certificate) {
        return switch (algorithm) {
            case "sha-256", "sha-384", "sha-512" -> value.equals(hash(algorithm.toUpperCase(Locale.ROOT), certificate));
            default -> false;
        };
    }

    private static String hash(String algorithm, byte[] certificate) {
        try {
            return HexFormat.ofDelimiter(":")
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(certificate));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-2", e);
        }
    }
}
