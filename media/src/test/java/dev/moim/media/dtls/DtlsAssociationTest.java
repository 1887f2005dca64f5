package dev.moim.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Random;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DtlsAssociationTest {
    private static final DtlsContext CONTEXT = DtlsContext.create(new SecureRandom());

    @Test
    void theCertificateIsSelfSignedOnP256() throws Exception {
        var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(CONTEXT.certificate()));
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity();
        var key = (ECPublicKey) certificate.getPublicKey();
        assertThat(key.getParams().getCurve().getField().getFieldSize()).isEqualTo(256);
        assertThat(DtlsContext.create(new SecureRandom()).certificate()).isNotEqualTo(CONTEXT.certificate());
    }

    /// Browsers offer 1, 8 and 7, in this order.
    @ParameterizedTest
    @CsvSource({
        "1 8 7, AEAD_AES_128_GCM",
        "7, AEAD_AES_128_GCM",
        "8 1, AES_CM_128_HMAC_SHA1_80",
        "1, AES_CM_128_HMAC_SHA1_80"
    })
    void theServerPrefersGcmAndBothSidesHaveTheSameKeys(String offered, SrtpProfile expected) throws Exception {
        var client = new RawClient(identity());
        client.profiles =
                Arrays.stream(offered.split(" ")).mapToInt(Integer::parseInt).toArray();
        var server = new Recorded(client::onDatagram);
        client.server = CONTEXT.accept(_ -> true, server);
        client.connect();
        var keys = server.awaitKeys();
        assertThat(keys.profile()).isEqualTo(expected);
        assertThat(client.profile).isEqualTo(expected.id());
        int salt = expected.saltBytes();
        assertThat(keys.receiveKey()).isEqualTo(Arrays.copyOfRange(client.material, 0, 16));
        assertThat(keys.sendKey()).isEqualTo(Arrays.copyOfRange(client.material, 16, 32));
        assertThat(keys.receiveSalt()).isEqualTo(Arrays.copyOfRange(client.material, 32, 32 + salt));
        assertThat(keys.sendSalt()).isEqualTo(Arrays.copyOfRange(client.material, 32 + salt, 32 + 2 * salt));
        client.server.close();
        assertThat(server.awaitClosed()).isEqualTo("closed");
    }

    @Test
    void aClientWithoutACertificateIsRefused() throws Exception {
        var client = new RawClient(null);
        var server = new Recorded(client::onDatagram);
        client.server = CONTEXT.accept(_ -> true, server);
        assertThatThrownBy(client::connect).isInstanceOf(IOException.class);
        assertThat(server.awaitClosed()).contains("no certificate");
        assertThat(server.keys).isNotDone();
    }

    @Test
    void aCertificateThatIsNotExpectedIsRefused() throws Exception {
        var identity = identity();
        var client = new RawClient(identity);
        var server = new Recorded(client::onDatagram);
        client.server = CONTEXT.accept(der -> !Arrays.equals(der, identity.der()), server);
        assertThatThrownBy(client::connect).isInstanceOf(IOException.class);
        assertThat(server.awaitClosed()).contains("fingerprint");
        assertThat(server.keys).isNotDone();
    }

    /// Whoever shows another's certificate cannot sign for it.
    @Test
    void aStolenCertificateIsRefused() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var crypto = new BcTlsCrypto(new SecureRandom());
        var anotherKey = PrivateKeyFactory.createKey(
                generator.generateKeyPair().getPrivate().getEncoded());
        var client = new RawClient(new Identity(crypto, CONTEXT.certificate(), anotherKey));
        var server = new Recorded(client::onDatagram);
        client.server = CONTEXT.accept(der -> Arrays.equals(der, CONTEXT.certificate()), server);
        assertThatThrownBy(client::connect).isInstanceOf(IOException.class);
        server.awaitClosed();
        assertThat(server.keys).isNotDone();
    }

    @Test
    void aClientHelloLongerThanADatagramWorks() throws Exception {
        var client = new RawClient(identity());
        client.helloPaddingBytes = 4000;
        var server = new Recorded(client::onDatagram);
        client.server = CONTEXT.accept(_ -> true, server);
        client.connect();
        server.awaitKeys();
        client.server.close();
    }

    /// Left to itself the library takes the change of keys as soon as it can, and then never sees the
    /// CertificateVerify.
    @Test
    void aCertificateVerifyThatComesLastWorks() throws Exception {
        var client = new RawClient(identity());
        client.arrange = flight -> flight.sort(Comparator.comparing(
                record -> record[0] == Records.HANDSHAKE && record[13] == Records.CERTIFICATE_VERIFY));
        var server = new Recorded(client::onDatagram);
        client.server = CONTEXT.accept(_ -> true, server);
        client.connect();
        server.awaitKeys();
        client.server.close();
    }

    @Test
    void recordsInAnyOrderWork() throws Exception {
        for (int seed = 0; seed < 8; seed++) {
            var random = new Random(seed);
            var client = new RawClient(identity());
            client.arrange = flight -> Collections.shuffle(flight, random);
            client.helloPaddingBytes = 3000;
            var server = new Recorded(client::onDatagram);
            client.server = CONTEXT.accept(_ -> true, server);
            client.connect();
            server.awaitKeys();
            client.server.close();
        }
    }

    /// The library takes every record in the clear for genuine, and those far below its number for old.
    @Test
    void aForgedRecordWithTheHighestNumberDoesNoHarm() throws Exception {
        var client = new RawClient(identity());
        client.arrange = flight -> {
            if (!flight.isEmpty() && Records.isClientHello(flight.getFirst(), 0)) {
                byte[] forged = flight.getFirst().clone();
                Arrays.fill(forged, 5, 11, (byte) 0xFF);
                flight.add(forged);
            }
        };
        var server = new Recorded(client::onDatagram);
        client.server = CONTEXT.accept(_ -> true, server);
        client.connect();
        server.awaitKeys();
        client.server.close();
    }

    @Test
    void forgedRecordsBeforeTheClientHelloDoNoHarm() throws Exception {
        var client = new RawClient(identity());
        var server = new Recorded(client::onDatagram);
        var association = CONTEXT.accept(_ -> true, server);
        client.server = association;
        for (byte[] forged : ForgedRecords.all()) {
            association.offer(forged, 0, forged.length);
        }
        client.connect();
        server.awaitKeys();
        assertThat(server.closed).isNotDone();
        association.close();
    }

    @Test
    void forgedRecordsAfterTheHandshakeDoNoHarm() throws Exception {
        var client = new RawClient(identity());
        var server = new Recorded(client::onDatagram);
        var association = CONTEXT.accept(_ -> true, server);
        client.server = association;
        var session = client.connect();
        server.awaitKeys();
        for (int i = 0; i < 20; i++) {
            for (byte[] forged : ForgedRecords.all()) {
                while (association.offer(forged, 0, forged.length) == DtlsAssociation.Offer.FULL) {
                    Thread.onSpinWait();
                }
            }
        }
        assertThat(server.closed).isNotDone();
        session.close();
        client.flush();
        assertThat(server.awaitClosed()).isEqualTo("closed by the other side");
    }

    @Test
    void aSecondClientHelloIsRefused() throws Exception {
        var client = new RawClient(identity());
        var server = new Recorded(client::onDatagram);
        client.server = CONTEXT.accept(_ -> true, server);
        client.connect();
        server.awaitKeys();
        byte[] hello = ForgedRecords.clientHello(300, 200);
        assertThat(client.server.offer(hello, 0, hello.length)).isEqualTo(DtlsAssociation.Offer.MALFORMED);
        client.server.close();
    }

    @Test
    void theQueueIsBounded() {
        var association = CONTEXT.accept(_ -> true, new Recorded(_ -> {}));
        byte[] record = ForgedRecords.clientHello(1000, 1000);
        assertThat(java.util.stream.IntStream.range(0, 1_000_000)
                        .mapToObj(_ -> association.offer(record, 0, record.length)))
                .contains(DtlsAssociation.Offer.FULL);
        association.close();
    }

    @Test
    void aCloseEndsAHandshakeThatNeverBegan() throws Exception {
        var server = new Recorded(_ -> {});
        CONTEXT.accept(_ -> true, server).close();
        assertThat(server.awaitClosed()).isEqualTo("closed");
    }

    @Test
    void theWarmUpIsAWholeHandshake() {
        assertThat(CONTEXT.warmUp()).isTrue();
    }

    private static Identity identity() throws Exception {
        return DtlsContext.create(new SecureRandom()).identity();
    }
}
