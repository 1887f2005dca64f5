package dev.moim.media.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// A DTLS client that can do what a good one does not: offer what it likes, show no certificate, send a record per
/// datagram in any order. It talks to one association of ours and blocks the test's thread.
final class RawClient extends DefaultTlsClient implements DatagramTransport {
    private final @Nullable Identity identity;
    private final BlockingQueue<byte[]> inbound = new ArrayBlockingQueue<>(100);
    private final List<byte[]> outbound = new ArrayList<>();
    int[] profiles = {1, 8, 7};
    int helloPaddingBytes;
    Consumer<List<byte[]>> arrange = _ -> {};
    byte[] material = {};
    int profile;
    int lost;

    @Nullable
    DtlsAssociation server;

    RawClient(@Nullable Identity identity) {
        super(new BcTlsCrypto(new SecureRandom()));
        this.identity = identity;
    }

    DTLSTransport connect() throws IOException {
        return new DTLSClientProtocol().connect(this, this);
    }

    void onDatagram(byte[] datagram) {
        if (!inbound.offer(datagram)) {
            lost++;
        }
    }

    @Override
    public int getReceiveLimit() {
        return 2048;
    }

    @Override
    public int getSendLimit() {
        return 1200;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        flush();
        try {
            byte[] datagram = inbound.poll(waitMillis, TimeUnit.MILLISECONDS);
            if (datagram == null) {
                return -1;
            }
            System.arraycopy(datagram, 0, buffer, offset, datagram.length);
            return datagram.length;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        outbound.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    void flush() {
        arrange.accept(outbound);
        for (byte[] record : outbound) {
            while (Objects.requireNonNull(server).offer(record, 0, record.length) == DtlsAssociation.Offer.FULL) {
                Thread.onSpinWait();
            }
        }
        outbound.clear();
    }

    @Override
    public void close() {
        flush();
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return 15_000;
    }

    @Override
    @SuppressWarnings("JdkObsolete") // Bouncy Castle's signatures are older than the collections.
    public Hashtable<?, ?> getClientExtensions() throws IOException {
        @SuppressWarnings("unchecked") // Bouncy Castle's signatures are older than generics.
        Hashtable<Integer, byte[]> extensions = super.getClientExtensions();
        if (profiles.length > 0) {
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, new byte[0]));
        }
        if (helloPaddingBytes > 0) {
            extensions.put(65_000, new byte[helloPaddingBytes]);
        }
        return extensions;
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"}) // Bouncy Castle's signature is older than generics.
    public void processServerExtensions(Hashtable serverExtensions) throws IOException {
        super.processServerExtensions(serverExtensions);
        var answer = TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
        profile = answer == null ? -1 : answer.getProtectionProfiles()[0];
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate certificate) {}

            @Override
            public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) {
                return identity == null ? null : identity.signer(context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        material = context.exportKeyingMaterial("EXTRACTOR-dtls_srtp", null, 60);
    }
}
