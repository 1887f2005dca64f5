package dev.moim.signaling.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Pictures of the client for people to look at, in every size, theme and language. Not a test: it asserts nothing and
/// writes to target/screenshots. Run it as a system test, with `-Dit.test=ScreenshotsMeasurement`.
class ScreenshotsMeasurement {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path FOLDER = Path.of("target", "screenshots");
    private static final List<String> NAMES =
            List.of("Jun Park", "Sora Kim", "Ada Okafor", "Mateo", "Lena Vogt", "김민아", "Priya", "Tom Reed");
    private static final int WITH_CAMERA = 3;
    private static final String NO_DEVICES =
            "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotFoundError'); }";

    private enum Size {
        LARGE(1440, 900),
        MIDDLE(1024, 768),
        PHONE(390, 844),
        SIDEWAYS(844, 390);

        private final int width;
        private final int height;

        Size(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    @Test
    void take() throws IOException {
        Files.createDirectories(FOLDER);
        try (var server = new ServerProcess();
                var relay = new TcpRelay(server.port());
                var mine = new Chromium();
                var others = new Chromium()) {
            String room = server.createRoom("Garden party");
            String path = "/r/" + room;
            Tab tab = mine.tab(camera(210));
            tab.open(relay.url("/"));
            tab.awaitText("Moim", LIMIT);
            all(tab, "home");
            tab.open(relay.url(path));
            tab.await("one's own picture", "document.querySelector('.preview[data-live]')", LIMIT);
            all(tab, "prejoin");
            var mina = Person.join(tab, relay.url(path), "Mina Cho");
            all(tab, "people-1");
            for (int i = 0; i < NAMES.size(); i++) {
                String script = i < WITH_CAMERA ? camera(30 + 100 * i) : NO_DEVICES;
                var other = Person.join(others.tab(script), server.url(path), NAMES.get(i));
                mina.awaitTiles(i + 2, LIMIT);
                if (i < WITH_CAMERA) {
                    mina.awaitLive(NAMES.get(i), "camera");
                }
                calm(tab);
                if (i == 0 || i == 3 || i == 7) {
                    all(tab, "people-" + (i + 2));
                }
                if (i == 2) {
                    document(tab, mina, other);
                }
            }
            panels(tab);
            recorded(server, room, tab, others.tab(NO_DEVICES), server.url(path));
            relay.cut();
            mina.awaitState("reconnecting");
            all(tab, "reconnecting");
            relay.mend();
            mina.awaitState("joined");
            tab.click("leave");
            all(tab, "left");
            failures(server, mine);
        }
    }

    private static void panels(Tab tab) {
        tab.resize(Size.LARGE.width, Size.LARGE.height);
        tab.await("no chat yet", "!document.querySelector('[data-testid=chat-input]')", LIMIT);
        tab.click("chat-toggle");
        all(tab, "chat");
        tab.resize(Size.LARGE.width, Size.LARGE.height);
        tab.await("the button", "document.querySelector('[data-testid=participants]')", LIMIT);
        tab.click("participants");
        all(tab, "people");
        tab.resize(Size.LARGE.width, Size.LARGE.height);
        tab.await("the button", "document.querySelector('[data-testid=participants]')", LIMIT);
        tab.click("participants");
        tab.click("settings");
        all(tab, "settings");
        tab.press("dialog footer button");
        tab.resize(Size.LARGE.width, Size.LARGE.height);
        tab.click("connection");
        all(tab, "connection");
        tab.click("connection");
    }

    /// With messages that nobody has read, and the mark of a recording.
    private static void recorded(ServerProcess server, String room, Tab tab, Tab other, String url) {
        var late = Person.join(other, url, "Yuna");
        late.say("Who brings the cake?");
        late.say("And the plates?");
        var recording = RecordedMeeting.start(server, room);
        tab.await("the mark", "document.querySelector('[data-testid=recording]')", LIMIT);
        tab.await("the count", "document.querySelector('.badge')?.innerText === '2'", LIMIT);
        calm(tab);
        all(tab, "recorded");
        recording.stop();
        calm(tab);
    }

    private static void failures(ServerProcess server, Chromium browser) {
        for (String name : List.of("NotAllowedError", "NotFoundError", "NotReadableError")) {
            Tab tab = browser.tab(NO_DEVICES.replace("NotFoundError", name));
            tab.open(server.url("/r/" + server.createRoom("Weekly")));
            tab.await("the words", "document.querySelector('.preview-problem')", LIMIT);
            all(tab, "failure-" + name);
            tab.close();
        }
        Tab missing = browser.tab();
        missing.open(server.url("/r/nobody-has-ever-been-here"));
        missing.await("the words", "document.querySelector('h1[role=alert]')", LIMIT);
        all(missing, "failure-no-room");
        missing.close();
        String small = server.createRoom(Map.of("name", "Small", "maxParticipants", 1));
        var first = Person.join(browser.tab(NO_DEVICES), server.url("/r/" + small), "Mina Cho");
        Tab second = browser.tab(NO_DEVICES);
        second.open(server.url("/r/" + small));
        second.type("name-input", "Jun Park");
        second.click("join");
        second.await("the words", "document.body.dataset.state === 'left'", LIMIT);
        all(second, "failure-full");
        second.close();
        server.deleteRoom(small);
        first.awaitState("left");
        all(first.tab(), "failure-ended");
        first.tab().close();
        Tab guest = browser.tab();
        guest.open(server.url("/r/" + server.createRoom(Map.of("name", "Board", "guests", false))));
        guest.await("the form", "document.querySelector('input[name=password]')", LIMIT);
        all(guest, "failure-no-guests");
        guest.close();
    }

    /// The picture for the documents.
    private static void document(Tab tab, Person mina, Person other) {
        tab.resize(1280, 800);
        dress(tab, "dark", "en");
        mina.say("Here is the plan: https://example.org/garden");
        other.say("Looks good. I bring the tables.");
        mina.say("And I bring the lights.");
        other.say("See you at six!");
        mina.awaitChat("See you at six!");
        calm(tab);
        shoot(tab, FOLDER.resolve("meeting.png"));
        tab.click("chat-toggle");
    }

    private static void all(Tab tab, String what) {
        for (Size size : Size.values()) {
            tab.resize(size.width, size.height);
            for (String theme : List.of("dark", "light")) {
                for (String language : List.of("en", "ko")) {
                    dress(tab, theme, language);
                    shoot(
                            tab,
                            FOLDER.resolve(
                                    "%s-%dx%d-%s-%s.png".formatted(what, size.width, size.height, theme, language)));
                }
            }
        }
    }

    private static void dress(Tab tab, String theme, String language) {
        tab.evaluate(
                """
                (() => {
                  const before = JSON.parse(localStorage.getItem('moim.preferences') ?? '{}');
                  const wanted = { ...before, theme: '%s', language: '%s' };
                  localStorage.setItem('moim.preferences', JSON.stringify(wanted));
                  dispatchEvent(new Event('moim-appearance'));
                })()"""
                        .formatted(theme, language));
        // Motion lasts 120 ms; two frames later everything stands where it belongs.
        tab.evaluate(
                """
                Promise.all(document.getAnimations().map(one => one.finished.catch(() => {})))
                  .then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done()))))""");
    }

    /// Waits until the news of who came are gone.
    private static void calm(Tab tab) {
        tab.await("no toasts", "!document.querySelector('.toast')", LIMIT);
    }

    private static void shoot(Tab tab, Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tab.screenshot(file);
    }

    /// A camera that shows someone in front of a wall, drawn with few colours.
    private static String camera(int hue) {
        return """
                (() => {
                  const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
                  const hue = %d, canvas = document.createElement('canvas');
                  canvas.width = 640; canvas.height = 360;
                  const pen = canvas.getContext('2d');
                  const blob = (x, y, rx, ry, colour) => {
                    pen.fillStyle = colour; pen.beginPath(); pen.ellipse(x, y, rx, ry, 0, 0, 7); pen.fill();
                  };
                  const draw = () => {
                    const sway = Math.sin(performance.now() / 900) * 3;
                    const wall = pen.createLinearGradient(0, 0, 640, 360);
                    wall.addColorStop(0, `hsl(${hue} 28%% 62%%)`); wall.addColorStop(1, `hsl(${hue + 30} 30%% 36%%)`);
                    pen.fillStyle = wall; pen.fillRect(0, 0, 640, 360);
                    pen.fillStyle = `hsl(${hue} 30%% 72%%)`; pen.fillRect(70, 40, 130, 170);
                    blob(320 + sway, 400, 165, 150, `hsl(${hue + 180} 32%% 38%%)`);
                    pen.fillStyle = '#c58f6f'; pen.fillRect(292 + sway, 215, 56, 60);
                    blob(320 + sway, 150, 84, 92, `hsl(${hue + 40} 30%% 16%%)`);
                    blob(320 + sway, 172, 68, 82, '#d8a584');
                  };
                  draw(); setInterval(draw, 66);
                  navigator.mediaDevices.getUserMedia = async wish => {
                    const got = await native({ audio: wish.audio ?? false, video: false }).catch(() => new MediaStream());
                    if (wish.video) got.addTrack(canvas.captureStream(15).getVideoTracks()[0]);
                    return got;
                  };
                })()"""
                .formatted(hue);
    }
}
