package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A meeting of real browsers is recorded, and what is left plays everywhere.
class RecordingIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MARK = "document.querySelector('[data-testid=recording]')?.innerText.trim()";

    @TempDir
    Path downloads;

    @BeforeAll
    static void toolsAreInstalled() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
        assumeTrue(MediaTools.areInstalled(), "needs ffmpeg and mkvtoolnix");
    }

    @Test
    void aMeetingBecomesFilesThatPlay() throws Exception {
        try (var server = new ServerProcess();
                var first = new Chromium();
                var second = new Chromium()) {
            String room = server.createRoom("Weekly");
            String url = server.url("/r/" + room);
            var mina = Person.join(first.tab(), url, "Mina");
            var jun = Person.join(second.tab(), url, "Jun");
            var meeting = RecordedMeeting.start(server, room);
            awaitMark(mina.tab(), "Recording");
            awaitMark(jun.tab(), "Recording");
            try (Tab door = first.tab()) {
                door.open(url);
                awaitMark(door, "This meeting is being recorded.");
            }
            meeting.awaitFrames(1, 4, 60);
            mina.tab().click("camera");
            mina.awaitInitials("Mina");
            jun.awaitInitials("Mina");
            jun.say("Hello");
            jun.awaitChat("Hello");
            mina.tab().click("camera");
            meeting.awaitFrames(1, 4, 150);
            meeting.stop();
            mina.tab().await("the mark is gone", MARK + " === undefined", LIMIT);

            JsonNode segment = meeting.read().get("segments").get(0);
            check(server, meeting, segment);
            JsonNode manifest = meeting.manifest(1).getFirst();
            assertThat(manifest.get("tracks")).hasSize(4);
            assertThat(manifest.get("participants").findValuesAsText("name")).contains("Mina", "Jun");
            assertThat(manifest.get("timeline").findValuesAsText("text")).contains("Hello");
            assertThat(manifest.get("tracks").findValuesAsText("reason"))
                    .as("the camera that was off")
                    .contains("muted")
                    .doesNotContain("overflow", "disk");
        }
    }

    private static void awaitMark(Tab tab, String text) {
        tab.await("the recording mark", MARK + " === " + Json.text(text), LIMIT);
    }

    private void check(ServerProcess server, RecordedMeeting meeting, JsonNode segment) throws Exception {
        List<JsonNode> files = RecordedMeeting.list(segment.get("files"));
        assertThat(files).hasSizeGreaterThanOrEqualTo(5);
        for (JsonNode file : files) {
            Path copy = downloads.resolve(file.get("name").asText());
            server.download(file.get("href").asText(), copy);
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(copy));
            assertThat(HexFormat.of().formatHex(sum))
                    .isEqualTo(file.get("sha256").asText());
        }
        for (Path file : meeting.files()) {
            assertThat(MediaTools.complaints(file)).as(file.toString()).isEmpty();
        }
        plays(files);
    }

    private void plays(List<JsonNode> files) throws Exception {
        HttpServer folder = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                downloads.toRealPath(),
                SimpleFileServer.OutputLevel.NONE);
        folder.start();
        try (var chromium = new Chromium();
                Tab tab = chromium.tab()) {
            String base = "http://127.0.0.1:" + folder.getAddress().getPort() + "/";
            tab.open(base);
            for (JsonNode file : files) {
                if (file.get("kind").asText().equals("track")) {
                    tab.await(
                            "Chromium plays " + file,
                            """
                            (async () => {
                              const player = document.createElement('video');
                              player.muted = true;
                              player.src = %s;
                              await player.play();
                              await new Promise(done => setTimeout(done, 700));
                              const at = player.currentTime;
                              const finite = Number.isFinite(player.duration);
                              player.remove();
                              return at > 0.2 && finite;
                            })()"""
                                    .formatted(Json.text(base + file.get("name").asText())),
                            LIMIT);
                }
            }
        } finally {
            folder.stop(0);
        }
    }

    @Test
    void aModeratorRecordsByTheButton() {
        try (var server = new ServerProcess();
                var browser = new Chromium();
                var guestBrowser = new Chromium()) {
            String room = server.createRoom("Weekly");
            String url = server.url("/r/" + room);
            Tab host = browser.tab();
            host.open(server.url("/"));
            host.press("button.primary");
            host.await("the form", "document.querySelector('input[name=password]')", LIMIT);
            host.fill("input[name=username]", "admin");
            host.fill("input[name=password]", ServerProcess.PASSWORD);
            host.press("form button.primary");
            host.awaitText("Sign out", LIMIT);
            var mina = Person.join(host, url, "Mina");
            var jun = Person.join(guestBrowser.tab(), url, "Jun");
            assertThat(jun.tab().holds("!document.querySelector('[data-testid=record]')"))
                    .as("a guest has no button")
                    .isTrue();
            mina.tab().click("record");
            awaitMark(mina.tab(), "Recording");
            awaitMark(jun.tab(), "Recording");
            var meeting = RecordedMeeting.newest(server, room);
            meeting.awaitFrames(1, 4, 20);
            mina.tab().click("record");
            jun.tab().await("the mark is gone", MARK + " === undefined", LIMIT);
            meeting.await("closed", it -> List.of("stopped", "uploaded")
                    .contains(it.get("state").asText()));
            assertThat(meeting.files()).hasSizeGreaterThanOrEqualTo(4);
        }
    }
}
