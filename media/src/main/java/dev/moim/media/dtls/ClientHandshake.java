package dev.moim.media.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// Our answers to Bouncy Castle's questions in the client role.
final class ClientHandshake extends DefaultTlsClient implements Handshake {
    private final Identity identity;
    private final CertificateCheck check;
    private final int timeoutMillis;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;

    ClientHandshake(BcTlsCrypto crypto, Identity identity, CertificateCheck check, int timeoutMillis) {
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
    public Hashtable<?, ?> getClientExtensions() throws IOException {
        var extensions = super.getClientExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, Terms.useSrtp(SrtpProfile.values()));
        return extensions;
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // Bouncy Castle's signature is older than generics.
    public void processServerExtensions(Hashtable serverExtensions) throws IOException {
        super.processServerExtensions(serverExtensions);
        var answer = TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
        if (answer == null || answer.getProtectionProfiles().length != 1) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "no SRTP profile in the answer");
        }
        profile = Terms.choose(answer.getProtectionProfiles())
                .orElseThrow(() -> new TlsFatalAlert(AlertDescription.illegal_parameter, "unknown SRTP profile"));
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
                Terms.check(certificate.getCertificate(), check);
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return identity.signer(context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (profile != null) {
            keys = Terms.export(context, profile, Role.CLIENT);
        }
    }
}
