package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.moim.signaling.gateway.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every way of the media breaks for a while and the signaling channel holds: one comes back with an ICE restart, in
/// the same stay.
class PathLossIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @BeforeAll
    static void canBeBuilt() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
        String obstacle = Namespace.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle);
    }

    @Test
    void mediaComesBackWithoutAnotherJoin() throws IOException {
        try (var inside = new Namespace()) {
            var certificate = TestCertificate.make("san=ip:127.0.0.1,ip:" + inside.here());
            String pin = "--ignore-certificate-errors-spki-list=" + certificate.pin();
            try (var server = new ServerProcess(certificate.settings());
                    var page = new TcpRelay(InetAddress.getByName(inside.here()), server.port());
                    var behind = Chromium.at(inside.wrap(Chromium.EXECUTABLE), pin);
                    var free = new Chromium(pin)) {
                String room = "/r/" + server.createRoom("Weekly");
                var mina = Person.join(behind.tab(), "https://" + inside.here() + ":" + page.port() + room, "Mina");
                var jun = Person.join(free.tab(), server.url(room), "Jun");
                mina.awaitLive("Jun", "camera");
                jun.awaitLive("Mina", "camera");
                mina.awaitPictures();
                String stay = mina.id();
                int offers = mina.offers();

                String[] udp = {"ipproto", "udp"};
                String[] tcp = {"ipproto", "tcp", "dport", String.valueOf(server.port())};
                inside.swallow(udp);
                inside.swallow(tcp);
                mina.tab().await("an ICE restart", "window.rig.offers > " + offers, LIMIT);
                inside.release(udp);
                inside.release(tcp);

                mina.awaitPictures();
                jun.awaitPictures();
                assertThat(mina.connections()).as("media paths of Mina").isEqualTo(1);
                assertThat(mina.id()).as("Mina's stay").isEqualTo(stay);
                mina.say("I am still here");
                jun.openChat();
                jun.awaitChat("I am still here");
                assertThat(jun.tab().text("document.querySelector('.lines').innerText"))
                        .doesNotContain("Mina left");
                jun.awaitTiles(2, LIMIT);
            }
        }
    }
}
