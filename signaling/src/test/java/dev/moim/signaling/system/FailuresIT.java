package dev.moim.signaling.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whatever goes wrong is said in words that help, and what is still possible stays possible.
class FailuresIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MUTED = "!!tile.querySelector('.muted-mark')";

    private static ServerProcess server;
    private static Chromium browser;

    @BeforeAll
    static void start() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
        server = new ServerProcess();
        browser = new Chromium();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void blockedDevices() {
        try (var blocking = Chromium.withBlockedDevices()) {
            Tab tab = blocking.tab();
            tab.open(room(Map.of("name", "Weekly")));
            tab.awaitText("Camera and microphone are blocked. Allow them in the address bar, then try again.", LIMIT);
            entersWithoutDevices(tab);
            tab.click("mic");
            tab.awaitToast("Your microphone is blocked. Allow it in the address bar, then try again.");
        }
    }

    @Test
    void noDevices() {
        Tab tab = browser.tab(devicesFailWith("NotFoundError"));
        tab.open(room(Map.of("name", "Weekly")));
        tab.awaitText("No microphone found. You can join and listen.", LIMIT);
        tab.awaitText("No camera found. You can join without one.", LIMIT);
        entersWithoutDevices(tab);
        tab.close();
    }

    @Test
    void busyDevices() {
        Tab tab = browser.tab(devicesFailWith("NotReadableError"));
        tab.open(room(Map.of("name", "Weekly")));
        tab.awaitText("Another program uses your microphone. Close it, then try again.", LIMIT);
        tab.awaitText("Another program uses your camera. Close it, then try again.", LIMIT);
        tab.evaluate("void delete navigator.mediaDevices.getUserMedia");
        tab.press(".preview-problem button");
        tab.await("one's own picture", "document.querySelector('.preview[data-live]')", LIMIT);
        tab.close();
    }

    @Test
    void noSuchRoom() {
        Tab tab = browser.tab();
        tab.open(server.url("/r/nobody-has-ever-been-here"));
        tab.awaitText("There is no such meeting. Check the link.", LIMIT);
        tab.close();
    }

    @Test
    void fullRoom() {
        String url = room(Map.of("name", "Small", "maxParticipants", 1));
        var mina = Person.join(browser.tab(), url, "Mina");
        Tab tab = browser.tab();
        knock(tab, url);
        tab.awaitText("The meeting is full. Try again when somebody has left.", LIMIT);
        mina.tab().click("leave");
        tab.await(
                "a place",
                "fetch('/api/v1' + location.pathname.replace('/r/', '/rooms/')).then(a => a.json()).then(r => r.count === 0)",
                LIMIT);
        tab.press("button.primary");
        new Person("Jun", tab).awaitState("joined");
        tab.close();
        mina.tab().close();
    }

    @Test
    void noGuests() {
        String url = room(Map.of("name", "Closed", "guests", false));
        try (var visitor = new Chromium()) {
            Tab tab = visitor.tab();
            tab.open(url);
            tab.awaitText("Guests may not join this meeting. Sign in first.", LIMIT);
            signIn(tab);
            tab.awaitText("Closed", LIMIT);
            enter(tab);
        }
    }

    @Test
    void removedByTheHost() {
        String url = room(Map.of("name", "Weekly"));
        try (var other = new Chromium()) {
            Tab host = other.tab();
            host.open(server.url("/"));
            host.press("button.primary");
            host.await("the form", "document.querySelector('input[name=password]')", LIMIT);
            signIn(host);
            host.awaitText("Sign out", LIMIT);
            var mina = Person.join(host, url, "Mina");
            var jun = Person.join(browser.tab(), url, "Jun");
            mina.awaitTiles(2, LIMIT);
            host.click("participants");
            host.await("the list", "document.querySelector('.people .marks button')", LIMIT);
            host.press(".people .marks button");
            host.await("the question", "document.querySelector('.ask .danger')", LIMIT);
            host.press(".ask .danger");
            jun.awaitState("left");
            jun.tab().awaitText("You were removed from the meeting.", LIMIT);
            mina.awaitTiles(1, LIMIT);
            jun.tab().close();
        }
    }

    @Test
    void endedMeeting() {
        String room = server.createRoom("Weekly");
        var mina = Person.join(browser.tab(), server.url("/r/" + room), "Mina");
        server.deleteRoom(room);
        mina.awaitState("left");
        mina.tab().awaitText("The host ended the meeting.", LIMIT);
        mina.tab().close();
    }

    private static String room(Map<String, Object> body) {
        return server.url("/r/" + server.createRoom(body));
    }

    private static void entersWithoutDevices(Tab tab) {
        enter(tab);
        new Person("Jun", tab).awaitTile("Jun", "camera", MUTED);
        new Person("Jun", tab).awaitInitials("Jun");
    }

    private static void knock(Tab tab, String url) {
        tab.open(url);
        tab.await("the way in", "document.querySelector('[data-testid=join]')", LIMIT);
        tab.type("name-input", "Jun");
        tab.click("join");
    }

    private static void enter(Tab tab) {
        tab.await("the way in", "document.querySelector('[data-testid=join]')", LIMIT);
        tab.type("name-input", "Jun");
        tab.click("join");
        new Person("Jun", tab).awaitState("joined");
    }

    private static void signIn(Tab tab) {
        tab.fill("input[name=username]", "admin");
        tab.fill("input[name=password]", ServerProcess.PASSWORD);
        tab.press("form button.primary");
    }

    private static String devicesFailWith(String name) {
        return "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', '" + name + "'); }";
    }
}
