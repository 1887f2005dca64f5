package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moim.signaling.Eventually;
import dev.moim.signaling.auth.Accounts;
import dev.moim.signaling.gateway.TestCertificate;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One port with a certificate: HTTPS, TURN in TLS, and what becomes of plain HTTP.
class SecurePortTest extends RestTest {
    private static final int CONNECTIONS = 40;

    @Inject
    EmbeddedServer server;

    @Inject
    Accounts accounts;

    private final TestCertificate certificate = certificate();
    private Rest nobody;

    @Override
    Map<String, String> settings() {
        var settings = new HashMap<>(certificate.settings());
        settings.put("moim.http.connections-per-caller", String.valueOf(CONNECTIONS));
        settings.put("moim.http.request-limit", "60s");
        return settings;
    }

    private static TestCertificate certificate() {
        try {
            return TestCertificate.forLoopback();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    void people() {
        accounts.add("owner", Rest.PASSWORD, false);
        nobody = Rest.anonymous(server);
    }

    @Test
    void servesHttpsAndOnTheMachineItselfHttp() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(certificate.trust()).build()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.getPort() + "/health"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("UP");
        }
        assertThat(nobody.get("/health").status()).isEqualTo(200);
    }

    @Test
    void sendsOthersFromHttpToHttps() throws Exception {
        Optional<InetAddress> outside = outside();
        assumeTrue(outside.isPresent(), "needs a network interface with an IPv4 address besides loopback");
        String there = outside.get().getHostAddress() + ":" + server.getPort();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var page = client.send(
                    HttpRequest.newBuilder(URI.create("http://" + there + "/r/abc?x=1"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(308);
            assertThat(page.headers().firstValue("location")).contains("https://" + there + "/r/abc?x=1");
            var login = client.send(
                    HttpRequest.newBuilder(URI.create("http://" + there + "/api/v1/auth/login"))
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(login.statusCode()).isEqualTo(426);
        }
    }

    @Test
    void whoNeverEndsAPlainRequestGetsOnlyHisShareOfConnections() throws Exception {
        Optional<InetAddress> outside = outside();
        assumeTrue(outside.isPresent(), "needs a network interface with an IPv4 address besides loopback");
        List<Socket> held = new ArrayList<>();
        try {
            // Some more than his share: connections of the test before may still count when the first ones come.
            Eventually.isTrue("he gets no more", () -> {
                if (held.size() < 4 * CONNECTIONS) {
                    held.add(held(outside.get()));
                }
                return !isServed(outside.get());
            });
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
        Eventually.isTrue("the places come back", () -> isServed(outside.get()));
    }

    /// A connection whose request never ends.
    private Socket held(InetAddress address) {
        try {
            var socket = new Socket(address, server.getPort());
            try {
                socket.getOutputStream().write("GET / HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            } catch (SocketException refused) {
                // His share is full: the next look shows it.
            }
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isServed(InetAddress address) {
        try (var socket = new Socket(address, server.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: moim.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).contains(" 308 ");
        } catch (SocketException reset) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void relaysInTls() throws Exception {
        String room = nobody.signedIn("owner").room("Weekly");
        String token =
                nobody.post("/api/v1/rooms/" + room + "/tokens", Map.of()).text("token");
        JsonNode relay = nobody.with(token).get("/api/v1/ice-servers").json().at("/iceServers/0");
        assertThat(relay.get("urls").toString()).contains("turns:127.0.0.1:" + server.getPort() + "?transport=tcp");
        var socket = certificate.trust().getSocketFactory().createSocket("127.0.0.1", server.getPort());
        try (var client = RelayClient.stream(
                socket, relay.get("username").asText(), relay.get("credential").asText())) {
            assertThat(client.ask(RelayClient.ALLOCATE)).isZero();
            assertThat(client.ask(RelayClient.REFRESH)).isZero();
        }
    }

    @Test
    void takesARenewedCertificateWithoutARestart() throws Exception {
        Certificate before = shown();
        TestCertificate renewed = TestCertificate.forLoopback();
        Files.copy(renewed.key(), certificate.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(renewed.certificate(), certificate.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(
                certificate.certificate(), FileTime.from(Instant.now().plusSeconds(5)));
        Eventually.isTrue("the new certificate is shown", () -> !shown().equals(before));
    }

    private Certificate shown() {
        try (var socket = (SSLSocket)
                TestCertificate.trustAnyone().getSocketFactory().createSocket("127.0.0.1", server.getPort())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<InetAddress> outside() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }
}
