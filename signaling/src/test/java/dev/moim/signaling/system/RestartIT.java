package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The server dies in the middle of a meeting and comes back: so do its clients, by themselves.
class RestartIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @BeforeAll
    static void browserIsInstalled() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
    }

    @Test
    void clientsComeBackByThemselves() throws IOException, InterruptedException {
        try (var server = new ServerProcess();
                var first = new Chromium();
                var second = new Chromium()) {
            String url = server.url("/r/" + server.createRoom("Weekly"));
            var mina = Person.join(first.tab(), url, "Mina");
            var jun = Person.join(second.tab(), url, "Jun");
            mina.openChat();
            jun.openChat();
            mina.say("before the end");
            jun.awaitChat("before the end");

            server.kill();
            mina.awaitState("reconnecting");
            jun.awaitState("reconnecting");
            server.start();

            mina.awaitState("joined");
            jun.awaitState("joined");
            mina.awaitTiles(2, LIMIT);
            jun.awaitTiles(2, LIMIT);
            mina.awaitPictures();
            jun.awaitPictures();
            mina.openChat();
            jun.openChat();
            mina.awaitChat("before the end");
            jun.say("after the start");
            mina.awaitChat("after the start");
            assertThat(mina.chat().stream().filter(line -> line.contains("before the end")))
                    .as("chat of Mina: " + mina.chat())
                    .hasSize(1);
        }
    }
}
