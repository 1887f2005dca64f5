package dev.moim.signaling.sdp;

import java.util.Locale;

/// `a=fingerprint` (RFC 8122).
///
/// @param algorithm in lower case
/// @param value upper-case hexadecimal pairs with colons
public record Fingerprint(String algorithm, String value) {
    public Fingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
    }
}
