package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.moim.signaling.gateway.TestCertificate;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A browser whose network lets nothing out but TCP.
class FirewallIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @BeforeAll
    static void canBeBuilt() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
        String obstacle = Namespace.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle);
    }

    @Test
    void someoneWhoseUdpIsSwallowedMeetsTheOthers() throws IOException {
        try (var inside = new Namespace()) {
            inside.swallowUdp();
            assertThat(udpComesThrough(inside)).as("UDP from the inside").isFalse();
            var certificate = TestCertificate.make("san=ip:127.0.0.1,ip:" + inside.here());
            String pin = "--ignore-certificate-errors-spki-list=" + certificate.pin();
            try (var server = new ServerProcess(certificate.settings());
                    var behind = Chromium.at(inside.wrap(Chromium.EXECUTABLE), pin);
                    var free = new Chromium(pin)) {
                String room = "/r/" + server.createRoom("Weekly");
                String outside = "https://" + inside.here() + ":" + server.port();
                var mina = Person.join(behind.tab(), outside + room, "Mina");
                var jun = Person.join(free.tab(), server.url(room), "Jun");
                for (var person : List.of(mina, jun)) {
                    person.awaitTiles(2, LIMIT);
                    person.awaitPictures();
                }
                mina.awaitLive("Jun", "camera");
                jun.awaitLive("Mina", "camera");
                // Chromium calls its own end host or prflx, as the first answer comes.
                assertThat(mina.path()).endsWith(" tcp tcp");
                assertThat(mina.offers()).as("no restart").isEqualTo(1);

                var again = Person.join(behind.tab(), outside + room + "?relay=tls", "Sora");
                again.awaitTiles(3, LIMIT);
                again.awaitPictures();
                assertThat(again.path()).isEqualTo("relay tls udp");
                assertThat(again.offers())
                        .as("the relay is there from the start")
                        .isEqualTo(1);
            }
        }
    }

    private static boolean udpComesThrough(Namespace inside) throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(inside.here(), 0))) {
            socket.setSoTimeout(500);
            inside.inside("bash", "-c", "echo knock > /dev/udp/%s/%d".formatted(inside.here(), socket.getLocalPort()));
            socket.receive(new DatagramPacket(new byte[16], 16));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
