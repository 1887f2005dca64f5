package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The first minutes of a new server: from the link on the terminal to a meeting that a second person joins.
class SetupIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern LINK = Pattern.compile("http://\\S+#setup=\\S+");
    private static final String PASSWORD = "a long enough password";

    @BeforeAll
    static void browserIsInstalled() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
    }

    @Test
    void theFirstAdministratorSignsUpAndStartsMeeting() throws IOException {
        try (var server = ServerProcess.fresh();
                var host = new Chromium();
                var guest = new Chromium()) {
            String link = setupLink(server);
            Tab tab = host.tab();
            signUp(tab, link, PASSWORD);
            tab.awaitText("Name of the meeting", LIMIT);
            assertThat(tab.text("location.href"))
                    .as("the code has left the address")
                    .doesNotContain("setup");

            tab.fill("input[name=room]", "Garden party");
            tab.press("form.start button");
            tab.await("the way into the room", "document.querySelector('[data-testid=join]')", LIMIT);
            tab.awaitText("Garden party", LIMIT);
            String url = tab.text("location.href");
            var ada = Person.join(tab, url, "Ada");
            tab.awaitText("Nobody else is here yet", LIMIT);
            tab.press(".alone button");
            tab.awaitToast("Link copied.");

            Tab door = guest.tab();
            door.open(url);
            door.awaitText("Ada in the meeting", LIMIT);
            Person.join(door, url, "Blaise").awaitTiles(2, LIMIT);
            ada.awaitTiles(2, LIMIT);
            tab.click("participants");
            tab.awaitText("Host · you", LIMIT);

            Tab late = guest.tab();
            signUp(late, link, PASSWORD);
            late.awaitText("This link was used or is too old", LIMIT);
        }
    }

    @Test
    void signsInAndOut() throws IOException {
        try (var server = ServerProcess.fresh();
                var browser = new Chromium()) {
            Tab tab = browser.tab();
            signUp(tab, setupLink(server), PASSWORD);
            tab.awaitText("Sign out", LIMIT);
            String refreshToken = tab.text("localStorage.getItem('moim.refresh')");
            tab.press("header button.quiet");
            tab.awaitText("Sign in to start a meeting", LIMIT);
            assertThat(tab.evaluate(
                                    """
                                    fetch('/api/v1/auth/refresh', { method: 'POST',
                                      headers: { 'Content-Type': 'application/json' },
                                      body: JSON.stringify({ refreshToken: '%s' }) }).then(answer => answer.status)"""
                                            .formatted(refreshToken))
                            .asInt())
                    .as("what was signed out opens nothing")
                    .isEqualTo(401);

            tab.press("button.primary");
            signIn(tab, "a wrong password");
            tab.awaitText("User name or password is wrong.", LIMIT);
            choose(tab, "ko");
            tab.awaitText("비밀번호", LIMIT);
            choose(tab, "en");
            tab.awaitText("Password", LIMIT);
            signIn(tab, PASSWORD);
            tab.awaitText("Name of the meeting", LIMIT);
        }
    }

    private static String setupLink(ServerProcess server) throws IOException {
        Matcher matcher = LINK.matcher(Files.readString(server.log()));
        assertThat(matcher.find()).as("a sign-up link on the terminal").isTrue();
        return matcher.group();
    }

    private static void signUp(Tab tab, String link, String password) {
        tab.open(link);
        tab.awaitText("Create account", LIMIT);
        credentials(tab, "ada", password);
    }

    private static void choose(Tab tab, String language) {
        tab.evaluate(
                """
                (() => {
                  const menu = document.querySelector('footer select');
                  menu.value = '%s';
                  menu.dispatchEvent(new Event('change'));
                })()"""
                        .formatted(language));
    }

    private static void signIn(Tab tab, String password) {
        tab.await("the form", "document.querySelector('input[name=password]')", LIMIT);
        credentials(tab, "ada", password);
    }

    private static void credentials(Tab tab, String name, String password) {
        tab.fill("input[name=username]", name);
        tab.fill("input[name=password]", password);
        tab.press("form button.primary");
    }
}
