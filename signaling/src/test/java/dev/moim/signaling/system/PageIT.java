package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A page that is reloaded, opened twice, or not looked at.
class PageIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BADGE = "document.querySelector('[data-testid=chat-toggle] .badge')";
    private static final String TYPING = "document.querySelector('.typing')?.innerText.trim()";

    private static ServerProcess server;
    private static Chromium browser;
    private static Chromium other;

    @BeforeAll
    static void start() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
        server = new ServerProcess();
        browser = new Chromium();
        other = new Chromium();
    }

    @AfterAll
    static void stop() {
        for (Chromium one : new Chromium[] {browser, other}) {
            if (one != null) {
                one.close();
            }
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aReloadComesBackIntoTheMeeting() {
        String url = server.url("/r/" + server.createRoom("Weekly"));
        var mina = Person.join(browser.tab(), url, "Mina");
        var jun = Person.join(other.tab(), url, "Jun");
        mina.say("before the reload");
        jun.awaitTiles(2, LIMIT);
        String before = mina.id();

        mina.tab().reload();

        mina.awaitState("joined"); // without a click
        mina.awaitTiles(2, LIMIT);
        assertThat(mina.id()).as("a new stay").isNotEqualTo(before);
        jun.tab()
                .await(
                        "the old stay is gone",
                        "!document.querySelector('[data-participant=\"%s\"]')".formatted(before),
                        LIMIT);
        jun.awaitTiles(2, LIMIT);
        mina.awaitPictures();
        jun.awaitPictures();
        mina.openChat();
        mina.awaitChat("before the reload");
        mina.say("after the reload");
        jun.openChat();
        jun.awaitChat("after the reload");

        // Whoever left on purpose stands before the door again.
        mina.tab().click("leave");
        mina.awaitState("left");
        mina.tab().reload();
        mina.awaitState("prejoin");
        mina.tab()
                .await(
                        "the name is still there",
                        "document.querySelector('[data-testid=name-input]').value === 'Mina'",
                        LIMIT);
        mina.tab().close();
        jun.tab().close();
    }

    @Test
    void twoTabsOfOnePersonAreTwoStays() {
        String url = server.url("/r/" + server.createRoom("Weekly"));
        var jun = Person.join(other.tab(), url, "Jun");
        var mina = Person.join(browser.tab(), url, "Mina");
        var again = Person.join(browser.tab(), url, "Mina");
        for (var person : new Person[] {jun, mina, again}) {
            person.awaitTiles(3, LIMIT);
        }
        jun.awaitPictures();
        mina.tab().click("mic");
        jun.tab().await("one of them is muted", mutedMarks(1), LIMIT);
        again.tab().await("only the other one", mutedMarks(1), LIMIT);
        assertThat(again.tab().text("document.querySelector('[data-testid=mic]').ariaPressed"))
                .isEqualTo("true");

        mina.tab().close();

        jun.awaitTiles(2, LIMIT);
        again.awaitTiles(2, LIMIT);
        again.awaitPictures();
        again.awaitState("joined");
        jun.tab().await("nobody is muted", mutedMarks(0), LIMIT);
        again.tab().close();
        jun.tab().close();
    }

    @Test
    void chatTellsWhoWritesAndHowMuchIsUnread() {
        String url = server.url("/r/" + server.createRoom("Weekly"));
        var mina = Person.join(browser.tab(), url, "Mina");
        var jun = Person.join(other.tab(), url, "Jun");
        mina.openChat();
        jun.openChat();

        jun.tab().type("chat-input", "Hel");
        mina.tab().await("who writes", TYPING + " === 'Jun is writing…'", LIMIT);
        jun.tab().type("chat-input", "Hello");
        jun.tab().click("chat-send");
        mina.awaitChat("Hello");
        mina.tab().await("nobody writes", TYPING + " === ''", LIMIT);
        jun.tab().type("chat-input", "No, ");
        mina.tab().await("who writes", TYPING + " === 'Jun is writing…'", LIMIT);
        jun.tab().type("chat-input", "");
        mina.tab().await("changed one's mind", TYPING + " === ''", LIMIT);

        mina.tab().click("chat-toggle");
        mina.tab().await("a closed chat", "!document.querySelector('[data-testid=chat-input]')", LIMIT);
        assertThat(mina.tab().holds("!" + BADGE)).as("what was seen is read").isTrue();
        jun.say("one");
        mina.tab().await("1 unread", BADGE + "?.innerText === '1'", LIMIT);
        jun.say("two");
        mina.tab().await("2 unread", BADGE + "?.innerText === '2'", LIMIT);
        assertThat(mina.tab().text(BADGE + ".ariaLabel")).isEqualTo("2 unread");
        mina.openChat();
        mina.awaitChat("two");
        mina.tab().await("nothing unread", "!" + BADGE, LIMIT);
        mina.tab().close();
        jun.tab().close();
    }

    private static String mutedMarks(int count) {
        return "document.querySelectorAll('[data-testid=tile] .muted-mark').length === " + count;
    }
}
