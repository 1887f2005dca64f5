package dev.moim.media.dtls;

/// SRTP protection profiles (RFC 5764 section 4.1.2, RFC 7714 section 14.2), in our order of preference.
public enum SrtpProfile {
    AEAD_AES_128_GCM(7, 16, 12),
    AES_CM_128_HMAC_SHA1_80(1, 16, 14);

    private final int id;
    private final int keyBytes;
    private final int saltBytes;

    SrtpProfile(int id, int keyBytes, int saltBytes) {
        this.id = id;
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
    }

    /// The number in the use_srtp extension.
    public int id() {
        return id;
    }

    public int keyBytes() {
        return keyBytes;
    }

    public int saltBytes() {
        return saltBytes;
    }
}
