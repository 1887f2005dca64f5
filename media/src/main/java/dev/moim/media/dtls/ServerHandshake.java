package dev.moim.media.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// Our answers to Bouncy Castle's questions in the server role.
final class ServerHandshake extends DefaultTlsServer implements Handshake {
    private final Identity identity;
    private final CertificateCheck check;
    private final int timeoutMillis;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;

    ServerHandshake(BcTlsCrypto crypto, Identity identity, CertificateCheck check, int timeoutMillis) {
        super(crypto);
        this.identity = identity;
        this.check = check;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public @Nullable SrtpKeys keys() {
        return keys;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return Terms.versions();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return Terms.CIPHER_SUITES.clone();
    }

    @Override
    protected boolean preferLocalCipherSuites() {
        return true;
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return timeoutMillis;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return Terms.RESEND_MILLIS;
    }

    @Override
    @SuppressWarnings("JdkObsolete") // Bouncy Castle's signatures are older than the collections.
    public Hashtable<?, ?> getServerExtensions() throws IOException {
        var offered = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        var chosen = offered == null
                ? null
                : Terms.choose(offered.getProtectionProfiles()).orElse(null);
        if (chosen == null) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile in common");
        }
        profile = chosen;
        var extensions = super.getServerExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, Terms.useSrtp(chosen));
        return extensions;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return identity.signer(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, Terms.signatureAlgorithms(), null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        Terms.check(certificate, check);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (profile != null) {
            keys = Terms.export(context, profile, Role.SERVER);
        }
    }
}
