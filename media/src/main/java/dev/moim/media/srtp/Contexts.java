package dev.moim.media.srtp;

import dev.moim.media.dtls.SrtpProfile;
import java.security.GeneralSecurityException;
import java.util.logging.Level;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/// Makes the library's contexts for one direction of one association. The SSRC is in every packet and not in the key
/// derivation (RFC 3711 section 4.3), so that contexts are made without one.
final class Contexts {
    private static final int GCM_TAG_BYTES = 16;
    private static final int SHA1_TAG_BYTES = 10;
    private static final int SHA1_KEY_BYTES = 20;

    /// The library speaks of single packets below this level.
    private static final Logger LOGGER = new LoggerImpl(Contexts.class.getName(), Level.OFF);

    static {
        LibraryCiphers.install();
    }

    private final SrtpContextFactory factory;

    Contexts(SrtpProfile profile, boolean sender, byte[] key, byte[] salt) {
        factory = new SrtpContextFactory(sender, key, salt, policy(profile), policy(profile), LOGGER);
    }

    SrtpCryptoContext rtp() {
        try {
            return factory.deriveContext(0, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES and HMAC-SHA1", e);
        }
    }

    SrtcpCryptoContext rtcp() {
        try {
            return factory.deriveControlContext(0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES and HMAC-SHA1", e);
        }
    }

    static int tagBytes(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM -> GCM_TAG_BYTES;
            case AES_CM_128_HMAC_SHA1_80 -> SHA1_TAG_BYTES;
        };
    }

    private static SrtpPolicy policy(SrtpProfile profile) {
        var policy =
                switch (profile) {
                    case AEAD_AES_128_GCM ->
                        new SrtpPolicy(
                                SrtpPolicy.AESGCM_ENCRYPTION,
                                profile.keyBytes(),
                                SrtpPolicy.NULL_AUTHENTICATION,
                                0,
                                GCM_TAG_BYTES,
                                profile.saltBytes());
                    case AES_CM_128_HMAC_SHA1_80 ->
                        new SrtpPolicy(
                                SrtpPolicy.AESCM_ENCRYPTION,
                                profile.keyBytes(),
                                SrtpPolicy.HMACSHA1_AUTHENTICATION,
                                SHA1_KEY_BYTES,
                                SHA1_TAG_BYTES,
                                profile.saltBytes());
                };
        // RtpSender does it, and lets a retransmission with the same content pass.
        policy.setSendReplayEnabled(false);
        // ReplayWindow does it.
        policy.setReceiveReplayEnabled(false);
        return policy;
    }
}
