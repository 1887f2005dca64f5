package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.moim.signaling.gateway.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Meetings of browsers that may not take a direct path, on a server that was told nothing of its addresses.
class RelayIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// The page hears of no relay before it has joined.
    private static final String WITHOUT_FIRST_RELAY =
            """
            const ask = window.fetch;
            let asked = false;
            window.fetch = (...request) => {
              if (!String(request[0]).endsWith('/ice-servers') || asked) return ask(...request);
              asked = true;
              return Promise.reject(new TypeError('no answer'));
            };""";

    @BeforeAll
    static void browserIsInstalled() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
    }

    @ParameterizedTest
    @CsvSource({"udp, relay udp udp", "tcp, relay tcp udp", "tls, relay tls udp"})
    void peopleMeetThroughTheRelay(String way, String path) throws IOException {
        var certificate = TestCertificate.forLoopback();
        try (var server = new ServerProcess(certificate.settings());
                var first = new Chromium("--ignore-certificate-errors-spki-list=" + certificate.pin());
                var second = new Chromium()) {
            String url = server.url("/r/" + server.createRoom("Weekly"));
            meet(first.tab(), second.tab(), url, way, path);
        }
    }

    /// Not by TLS: Firefox ESR 153 did not come in that way here, not even with the certificate among those that its
    /// profile trusts. Chromium and coturn's client do.
    @ParameterizedTest
    @CsvSource({"udp, relay udp udp", "tcp, relay tcp udp"})
    void firefoxMeetsOthersThroughTheRelay(String way, String path) throws IOException {
        assumeTrue(Files.exists(Firefox.EXECUTABLE), "needs /usr/bin/firefox-esr");
        try (var server = new ServerProcess(TestCertificate.forLoopback().settings());
                var first = new Firefox();
                var second = new Chromium()) {
            String url = server.url("/r/" + server.createRoom("Weekly"));
            meet(first.tab(), second.tab(), url, way, path);
        }
    }

    /// Firefox sends nothing on a connection whose first attempt failed: the page makes a new one.
    @Test
    void firefoxRecoversFromAJoinWithoutAnyPath() throws IOException {
        assumeTrue(Files.exists(Firefox.EXECUTABLE), "needs /usr/bin/firefox-esr");
        try (var server = new ServerProcess(TestCertificate.forLoopback().settings());
                var first = new Firefox();
                var second = new Chromium()) {
            String url = server.url("/r/" + server.createRoom("Weekly"));
            var jun = Person.join(second.tab(), url, "Jun");
            var mina = Person.join(first.tab(WITHOUT_FIRST_RELAY), url + "?relay=udp", "Mina");

            jun.awaitTiles(2, LIMIT);
            mina.awaitPictures();
            jun.awaitPictures();
            assertThat(mina.path()).isEqualTo("relay udp udp");
        }
    }

    private static void meet(Tab first, Tab second, String url, String way, String path) {
        var mina = Person.join(first, url + "?relay=" + way, "Mina");
        var jun = Person.join(second, url, "Jun");
        for (var person : List.of(mina, jun)) {
            person.awaitTiles(2, LIMIT);
            person.awaitPictures();
        }
        assertThat(mina.path()).isEqualTo(path);
        assertThat(jun.path()).isEqualTo("host udp udp");
        assertThat(mina.offers()).as("the relay is there from the start").isEqualTo(1);

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
