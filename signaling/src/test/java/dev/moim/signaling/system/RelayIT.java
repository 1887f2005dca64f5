package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.moim.signaling.gateway.TestCertificate;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Meetings of browsers that may not take a direct path.
class RelayIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @BeforeAll
    static void browserIsInstalled() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
    }

    @ParameterizedTest
    @CsvSource({"udp, relay udp udp", "tcp, relay tcp udp", "tls, relay tls udp"})
    void peopleMeetThroughTheRelay(String way, String path) throws IOException {
        var certificate = TestCertificate.forLoopback();
        var settings = new HashMap<>(certificate.settings());
        settings.put("moim.turn.host", ownAddress());
        try (var server = new ServerProcess(settings);
                var first = new Chromium("--ignore-certificate-errors-spki-list=" + certificate.pin());
                var second = new Chromium("--ignore-certificate-errors-spki-list=" + certificate.pin())) {
            String url = server.url("/r/" + server.createRoom("Weekly"));
            var mina = Person.join(first.tab(), url + "?relay=" + way, "Mina");
            var jun = Person.join(second.tab(), url, "Jun");
            for (var person : List.of(mina, jun)) {
                person.awaitTiles(2, LIMIT);
                person.awaitPictures();
            }
            assertThat(mina.path()).isEqualTo(path);
            assertThat(jun.path()).isEqualTo("host udp udp");

            mina.say("Hello from behind the wall");
            jun.openChat();
            jun.awaitChat("Hello from behind the wall");
            jun.awaitLive("Mina", "camera");
            mina.awaitLive("Jun", "camera");
            mina.tab().click("leave");
            mina.awaitState("left");
            jun.awaitTiles(1, LIMIT);
        }
    }

    /// The browser asks from the address of an interface and drops an answer that comes from another one than it asked;
    /// what asks 127.0.0.1 from there is answered from there.
    private static String ownAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse("127.0.0.1");
    }
}
