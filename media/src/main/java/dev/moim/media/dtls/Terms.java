package dev.moim.media.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.UseSRTPData;

/// What both roles agree to: DTLS 1.2 with ECDHE, ECDSA and GCM, a certificate on both sides, SRTP keys.
final class Terms {
    /// How long one handshake may take.
    static final int HANDSHAKE_MILLIS = 30_000;

    /// First retransmission; Bouncy Castle doubles it each time. RFC 6347 section 4.2.4.1 proposes 1 s and allows
    /// less where a call is waiting: a round trip of more than 400 ms makes a call useless anyhow.
    static final int RESEND_MILLIS = 400;

    /// RFC 8827 section 6.5 demands the first. Only GCM: [RecordGate] relies on its record overhead.
    static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
    };

    private static final int[] SIGNATURE_SCHEMES = {
        SignatureScheme.ecdsa_secp256r1_sha256,
        SignatureScheme.ecdsa_secp384r1_sha384,
        SignatureScheme.ecdsa_secp521r1_sha512,
        SignatureScheme.rsa_pss_rsae_sha256,
        SignatureScheme.rsa_pkcs1_sha256,
        SignatureScheme.rsa_pkcs1_sha384,
        SignatureScheme.rsa_pkcs1_sha512
    };

    private Terms() {}

    static ProtocolVersion[] versions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @SuppressWarnings("JdkObsolete") // Bouncy Castle's signatures are older than the collections.
    static Vector<SignatureAndHashAlgorithm> signatureAlgorithms() {
        var algorithms = new Vector<SignatureAndHashAlgorithm>();
        for (int scheme : SIGNATURE_SCHEMES) {
            algorithms.add(SignatureScheme.getSignatureAndHashAlgorithm(scheme));
        }
        return algorithms;
    }

    /// Our most preferred profile among those offered.
    static Optional<SrtpProfile> choose(int[] offered) {
        return Arrays.stream(SrtpProfile.values())
                .filter(profile -> Arrays.stream(offered).anyMatch(id -> id == profile.id()))
                .findFirst();
    }

    static UseSRTPData useSrtp(SrtpProfile... profiles) {
        return new UseSRTPData(Arrays.stream(profiles).mapToInt(SrtpProfile::id).toArray(), new byte[0]);
    }

    static void check(Certificate certificate, CertificateCheck check) throws IOException {
        if (certificate.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "the other side has no certificate");
        }
        if (!check.accepts(certificate.getCertificateAt(0).getEncoded())) {
            throw new TlsFatalAlert(
                    AlertDescription.bad_certificate, "the certificate has not the fingerprint that was signaled");
        }
    }

    /// Keys and salts lie as client key, server key, client salt, server salt (RFC 5764 section 4.2).
    static SrtpKeys export(TlsContext context, SrtpProfile profile, Role role) {
        int key = profile.keyBytes();
        int salt = profile.saltBytes();
        byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
        byte[] clientKey = Arrays.copyOfRange(material, 0, key);
        byte[] serverKey = Arrays.copyOfRange(material, key, 2 * key);
        byte[] clientSalt = Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
        byte[] serverSalt = Arrays.copyOfRange(material, 2 * key + salt, 2 * (key + salt));
        Arrays.fill(material, (byte) 0);
        return switch (role) {
            case SERVER -> new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
            case CLIENT -> new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt);
        };
    }
}
