package dev.moim.media.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// One certificate and the associations made with it. Thread-safe.
public final class DtlsContext {
    private final BcTlsCrypto crypto;
    private final Identity identity;
    private final AtomicLong associations = new AtomicLong();

    private DtlsContext(BcTlsCrypto crypto, Identity identity) {
        this.crypto = crypto;
        this.identity = identity;
    }

    /// Makes an ECDSA P-256 key and a self-signed certificate for it (RFC 8827 section 6.5). The certificate is known
    /// by its fingerprint alone, so it has no expiry (RFC 5280 section 4.1.2.5) and lives as long as the process.
    public static DtlsContext create(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var keys = generator.generateKeyPair();
            var crypto = new BcTlsCrypto(random);
            var key = PrivateKeyFactory.createKey(keys.getPrivate().getEncoded());
            return new DtlsContext(crypto, new Identity(crypto, selfSigned(keys, random), key));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("no ECDSA P-256 certificate could be made", e);
        }
    }

    private static byte[] selfSigned(KeyPair keys, SecureRandom random) throws IOException, OperatorCreationException {
        var name = new X500Name("CN=moim");
        var serial = new BigInteger(63, random).add(BigInteger.ONE);
        var notBefore = new Time(new DERUTCTime("200101000000Z"));
        var notAfter = new Time(new DERGeneralizedTime("99991231235959Z"));
        var publicKey = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        return new X509v3CertificateBuilder(name, serial, notBefore, notAfter, name, publicKey)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
    }

    /// The certificate in DER.
    public byte[] certificate() {
        return identity.der();
    }

    Identity identity() {
        return identity;
    }

    /// Waits for the other side's ClientHello, for 30 s at most, on a new virtual thread.
    public DtlsAssociation accept(CertificateCheck check, DtlsListener listener) {
        return start(Role.SERVER, check, listener);
    }

    /// Sends a ClientHello and finishes the handshake within 30 s, on a new virtual thread.
    public DtlsAssociation connect(CertificateCheck check, DtlsListener listener) {
        return start(Role.CLIENT, check, listener);
    }

    private DtlsAssociation start(Role role, CertificateCheck check, DtlsListener listener) {
        var association = new DtlsAssociation(role, crypto, identity, check, listener);
        Thread.ofVirtual()
                .name(role.threadName() + associations.incrementAndGet())
                .start(association::run);
        return association;
    }

    /// Runs one handshake in memory, so that the first participant does not wait for class loading. Blocks for about
    /// a tenth of a second.
    ///
    /// @return whether it succeeded; if not, the first participant waits a little longer
    public boolean warmUp() {
        return WarmUp.run(this);
    }
}
