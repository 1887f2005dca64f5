package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The WebSocket of one person breaks while the media path holds: they come back to exactly what they missed.
class ResumeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @BeforeAll
    static void browserIsInstalled() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
    }

    @Test
    void resumesWithNothingLostAndNothingTwice() throws IOException {
        try (var server = new ServerProcess();
                var relay = new TcpRelay(server.port());
                var first = new Chromium();
                var second = new Chromium()) {
            String path = "/r/" + server.createRoom("Weekly");
            var mina = Person.join(first.tab(), relay.url(path), "Mina");
            var jun = Person.join(second.tab(), server.url(path), "Jun");
            mina.awaitTiles(2, LIMIT);
            mina.awaitPictures();
            jun.awaitPictures();
            int ofMina = mina.offers();
            int ofJun = jun.offers();
            jun.openChat();
            mina.openChat();
            mina.say("first");
            jun.awaitChat("first");

            relay.cut();
            mina.awaitState("reconnecting");
            jun.say("missed one");
            jun.say("missed two");
            jun.awaitChat("missed two"); // the server has it: so it comes before what Mina says
            jun.tab().click("mic");
            mina.say("written while away");
            mina.awaitPictures();
            jun.awaitPictures();
            jun.awaitTiles(2, LIMIT);
            relay.mend();
            mina.awaitState("joined");

            jun.awaitChat("written while away");
            mina.awaitChat("missed two");
            mina.say("last");
            jun.awaitChat("last");
            List<String> said = List.of("first", "missed one", "missed two", "written while away", "last");
            for (var person : List.of(mina, jun)) {
                person.awaitChat("last");
                assertThat(person.chat().stream().map(ResumeIT::text))
                        .as(person.name())
                        .containsExactlyElementsOf(said);
            }
            mina.tab()
                    .await(
                            "Jun's muted mark",
                            "document.querySelectorAll('[data-testid=tile] .muted-mark').length === 1",
                            LIMIT);
            assertThat(jun.tab().text("document.querySelector('.lines').innerText"))
                    .as("nobody saw Mina leave")
                    .doesNotContain("Mina left");
            assertThat(mina.offers()).as("offers of Mina").isEqualTo(ofMina);
            assertThat(jun.offers()).as("offers of Jun").isEqualTo(ofJun);
            for (var person : List.of(mina, jun)) {
                assertThat(person.connections())
                        .as("media paths of " + person.name())
                        .isEqualTo(1);
            }
        }
    }

    /// A line without the name and time that the first of a run has.
    private static String text(String line) {
        return line.substring(line.lastIndexOf('\n') + 1);
    }
}
