package dev.moim.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests against endpoints that are not nice.
class PosterTest {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final WebhookSettings MILD =
            new WebhookSettings(true, true, 20, Duration.ofSeconds(2), Duration.ofSeconds(2));

    @Test
    void connectsToTheAddressThatWasCheckedAndNowhereElse() throws Exception {
        var asked = new AtomicInteger();
        // The second answer would lead elsewhere (DNS rebinding).
        var resolver = new Resolver(MILD, host -> new InetAddress[] {
            asked.incrementAndGet() == 1 ? InetAddress.getLoopbackAddress() : InetAddress.ofLiteral("192.0.2.1")
        });
        try (var receiver = new Receiver()) {
            var poster = new Poster(MILD, resolver);
            Target target = new Target(false, "hooks.example", receiver.port(), "/in?x=1");
            assertThat(poster.post(target, Map.of("webhook-id", "evt_1"), BODY)).isEqualTo(new Reply(204, "", ""));
            assertThat(asked).hasValue(1);
            assertThat(receiver.received()).hasSize(1);
            assertThat(receiver.received().getFirst().id()).isEqualTo("evt_1");
            poster.close();
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (var receiver = new Receiver()) {
            receiver.answerWith(request -> 302);
            var poster = new Poster(MILD, new Resolver(MILD));
            Reply reply = poster.post(Target.of(receiver.url("/in"), MILD), Map.of(), BODY);
            assertThat(reply.status()).isEqualTo(302);
            assertThat(reply.isDone()).isFalse();
            assertThat(receiver.received("/elsewhere")).isEmpty();
            poster.close();
        }
    }

    @Test
    void noAnswerIsReadForEver() throws Exception {
        String endless =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + "400\r\n" + "x".repeat(1024) + "\r\n";
        assertThat(against(endless, false)).isEqualTo(new Reply(200, "", "x".repeat(Exchange.EXCERPT)));
        assertThat(against("HTTP/1.1 500 No\r\nContent-Length: 9999\r\n\r\noh", true)
                        .status())
                .isEqualTo(500);
        assertThat(against("", true)).isEqualTo(Reply.failed("no answer in time"));
        assertThat(against("", false)).isEqualTo(Reply.failed("the connection ended without an answer"));
        assertThat(against("SSH-2.0-OpenSSH_9.9\r\n", false).status()).isZero();
        assertThat(against("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n", false)
                        .isDone())
                .isFalse();
        assertThat(against("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", false)
                        .status())
                .isEqualTo(204);
        assertThat(against("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na\u0000\u001b", false)
                        .excerpt())
                .isEqualTo("a  ");
    }

    @Test
    void nobodyThereIsAFailure() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var poster = new Poster(MILD, new Resolver(MILD));
        assertThat(poster.post(new Target(false, "127.0.0.1", port, "/"), Map.of(), BODY))
                .isEqualTo(Reply.failed("no connection"));
        assertThat(poster.post(new Target(false, "no-such-host.invalid", port, "/"), Map.of(), BODY)
                        .status())
                .isZero();
        poster.close();
    }

    @Test
    void theCertificateIsForTheNameInTheUrl(@TempDir Path folder) throws Exception {
        KeyStore keys = certificate(folder, "hooks.example");
        var names = new CopyOnWriteArrayList<String>();
        HttpsServer server = tlsServer(keys, names);
        try {
            Resolver resolver = new Resolver(MILD, host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
            SslContext trusted = trusting(keys);
            var poster = new Poster(MILD, resolver, () -> trusted);
            int port = server.getAddress().getPort();
            assertThat(poster.post(new Target(true, "hooks.example", port, "/"), Map.of(), BODY)
                            .status())
                    .isEqualTo(200);
            assertThat(names).containsExactly("hooks.example:" + port);
            assertThat(poster.post(new Target(true, "other.example", port, "/"), Map.of(), BODY)
                            .error())
                    .startsWith("TLS");
            var suspicious = new Poster(MILD, resolver);
            assertThat(suspicious
                            .post(new Target(true, "hooks.example", port, "/"), Map.of(), BODY)
                            .error())
                    .startsWith("TLS");
            assertThat(names).hasSize(1);
            poster.close();
            suspicious.close();
        } finally {
            server.stop(0);
        }
    }

    /// Posts to a server that says this whatever it is asked, and then ends the connection or holds it.
    private static Reply against(String answer, boolean hold) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var served = threads.submit(() -> {
                try (var socket = server.accept()) {
                    InputStream in = socket.getInputStream();
                    in.read(new byte[1024]);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().flush();
                    if (hold) {
                        in.readAllBytes();
                    }
                } catch (IOException e) {
                    // The client may end first.
                    return false;
                }
                return true;
            });
            var poster = new Poster(MILD, new Resolver(MILD));
            Reply reply = poster.post(new Target(false, "127.0.0.1", server.getLocalPort(), "/"), Map.of(), BODY);
            poster.close();
            served.get();
            return reply;
        }
    }

    private static KeyStore certificate(Path folder, String name) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=dns:" + name,
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        return keys;
    }

    private static HttpsServer tlsServer(KeyStore keys, CopyOnWriteArrayList<String> names) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                names.add(exchange.getRequestHeaders().getFirst("Host"));
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        return server;
    }

    private static SslContext trusting(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", keys.getCertificate("mykey"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        return SslContextBuilder.forClient().trustManager(managers).build();
    }
}
