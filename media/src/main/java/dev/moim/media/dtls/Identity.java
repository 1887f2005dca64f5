package dev.moim.media.dtls;

import java.io.IOException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// Our certificate and its private key.
final class Identity {
    private final BcTlsCrypto crypto;
    private final byte[] der;
    private final Certificate chain;
    private final AsymmetricKeyParameter key;

    Identity(BcTlsCrypto crypto, byte[] der, AsymmetricKeyParameter key) throws IOException {
        this.crypto = crypto;
        this.der = der.clone();
        this.chain = new Certificate(new TlsCertificate[] {new BcTlsCertificate(crypto, der)});
        this.key = key;
    }

    byte[] der() {
        return der.clone();
    }

    TlsCredentialedSigner signer(TlsContext context) {
        var algorithm = new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
        return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto, key, chain, algorithm);
    }
}
