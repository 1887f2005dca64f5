package dev.moim.media.dtls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.moim.media.DtlsFingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Handshakes with OpenSSL's command line over UDP, where it is installed.
class OpenSslInteropTest {
    private static final long LIMIT_SECONDS = 20;
    private static final Pattern MATERIAL = Pattern.compile("Keying material: ([0-9A-F]+)");
    private static final Pattern ACCEPT = Pattern.compile("ACCEPT \\S+:(\\d+)");

    private final DtlsContext context = DtlsContext.create(new SecureRandom());

    @TempDir
    Path directory;

    @BeforeEach
    void needsOpenSsl() {
        boolean installed;
        try {
            installed = run("openssl", "version").startsWith("OpenSSL 3");
        } catch (IOException e) {
            installed = false;
        }
        assumeTrue(installed, "openssl 3 is not installed");
    }

    @ParameterizedTest
    @CsvSource({
        "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM, AEAD_AES_128_GCM, ec -pkeyopt ec_paramgen_curve:P-256",
        "SRTP_AES128_CM_SHA1_80, AES_CM_128_HMAC_SHA1_80, rsa:2048"
    })
    void itsClientGetsTheSameKeys(String offered, SrtpProfile expected, String key) throws Exception {
        byte[] certificate = makeCertificate(key);
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var wire = new Wire(socket);
            var server = new Recorded(wire::send);
            wire.association = context.accept(DtlsFingerprint.of(certificate)::matches, server);
            wire.start();
            int bytes = 2 * (expected.keyBytes() + expected.saltBytes());
            var client = start(
                    "openssl s_client -dtls1_2 -connect 127.0.0.1:%d -cert cert.pem -key key.pem -use_srtp %s"
                            .formatted(socket.getLocalPort(), offered),
                    bytes);
            try {
                assertSameKeys(readUntil(client, MATERIAL), server.awaitKeys(), expected, Role.SERVER);
                client.getOutputStream().close();
                assertThat(server.awaitClosed()).isEqualTo("closed by the other side");
            } finally {
                client.destroyForcibly();
            }
        }
    }

    @Test
    void itsServerGetsTheSameKeys() throws Exception {
        byte[] certificate = makeCertificate("ec -pkeyopt ec_paramgen_curve:P-256");
        var process = start(
                "openssl s_server -dtls1_2 -4 -accept 127.0.0.1:0 -cert cert.pem -key key.pem -Verify 1"
                        + " -use_srtp SRTP_AEAD_AES_128_GCM",
                56);
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var wire = new Wire(socket);
            int port = Integer.parseInt(readUntil(process, ACCEPT));
            wire.remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            var client = new Recorded(wire::send);
            var association = context.connect(DtlsFingerprint.of(certificate)::matches, client);
            wire.association = association;
            wire.start();
            assertSameKeys(readUntil(process, MATERIAL), client.awaitKeys(), SrtpProfile.AEAD_AES_128_GCM, Role.CLIENT);
            association.close();
            assertThat(client.awaitClosed()).isEqualTo("closed");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void assertSameKeys(String material, SrtpKeys keys, SrtpProfile profile, Role role) {
        assertThat(keys.profile()).isEqualTo(profile);
        var hex = HexFormat.of().withUpperCase();
        var ours = role == Role.CLIENT
                ? List.of(keys.sendKey(), keys.receiveKey(), keys.sendSalt(), keys.receiveSalt())
                : List.of(keys.receiveKey(), keys.sendKey(), keys.receiveSalt(), keys.sendSalt());
        assertThat(ours.stream().map(hex::formatHex).reduce("", String::concat)).isEqualTo(material);
    }

    private byte[] makeCertificate(String key) throws Exception {
        run(("openssl req -x509 -nodes -subj /CN=peer -days 2 -keyout key.pem -out cert.pem -newkey " + key)
                .split(" "));
        try (var in = Files.newInputStream(directory.resolve("cert.pem"))) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(in.readAllBytes()))
                    .getEncoded();
        }
    }

    private String run(String... command) throws IOException {
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private Process start(String command, int materialBytes) throws IOException {
        var line = command + " -keymatexport EXTRACTOR-dtls_srtp -keymatexportlen " + materialBytes;
        return new ProcessBuilder(line.split(" "))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String readUntil(Process process, Pattern pattern) throws Exception {
        var text = new StringBuilder();
        long start = System.nanoTime();
        var in = process.getInputStream();
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
            if (in.available() == 0) {
                Thread.sleep(2);
                continue;
            }
            text.append(new String(in.readNBytes(in.available()), UTF_8));
            var matcher = pattern.matcher(text);
            if (matcher.find() && text.indexOf("\n", matcher.end()) > 0) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("no " + pattern + " in: " + text);
    }

    /// A UDP socket between OpenSSL and an association.
    private static final class Wire {
        private final DatagramSocket socket;
        volatile SocketAddress remote = new InetSocketAddress(0);
        volatile @Nullable DtlsAssociation association;

        Wire(DatagramSocket socket) {
            this.socket = socket;
        }

        void start() {
            Thread.ofVirtual().start(this::receive);
        }

        void send(byte[] datagram) {
            try {
                socket.send(new DatagramPacket(datagram, datagram.length, remote));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void receive() {
            var packet = new DatagramPacket(new byte[2048], 2048);
            while (!socket.isClosed()) {
                try {
                    packet.setLength(2048);
                    socket.receive(packet);
                } catch (IOException _) {
                    // Closed at the end of the test.
                    return;
                }
                remote = packet.getSocketAddress();
                Objects.requireNonNull(association).offer(packet.getData(), packet.getOffset(), packet.getLength());
            }
        }
    }
}
