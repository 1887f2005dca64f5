package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What one does with one's microphone, camera and screen is what the others see, between Chromium and Firefox.
class ControlsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MUTED = "!!tile.querySelector('.muted-mark')";

    /// Firefox without a display has nothing to share.
    private static final String SCREEN_FROM_CAMERA =
            "void (navigator.mediaDevices.getDisplayMedia = () => navigator.mediaDevices.getUserMedia({ video: true }))";

    @BeforeAll
    static void browsersAreInstalled() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
        assumeTrue(Files.exists(Firefox.EXECUTABLE), "needs /usr/bin/firefox-esr");
    }

    @Test
    void othersSeeWhatOneSwitches() {
        try (var server = new ServerProcess();
                var chromium = new Chromium();
                var firefox = new Firefox()) {
            String url = server.url("/r/" + server.createRoom("Weekly"));
            var mina = Person.join(chromium.tab(), url, "Mina");
            var sora = Person.join(firefox.tab(), url, "Sora");
            sora.awaitLive("Mina", "camera");
            mina.awaitLive("Sora", "camera");
            int ofMina = mina.offers();
            int ofSora = sora.offers();

            microphone(mina, sora);
            microphone(sora, mina);

            sora.tab().evaluate(watchPictures(Person.tileOf("Mina", "camera")));
            camera(mina, sora);
            assertThat(sora.tab().text("window.pictures.first"))
                    .as("the first picture that shows again is a new one")
                    .isNotEmpty()
                    .isNotEqualTo(sora.tab().text("window.pictures.last"));
            camera(sora, mina);

            share(mina, sora);
            sora.tab().evaluate(SCREEN_FROM_CAMERA);
            share(sora, mina);
            assertThat(mina.offers()).as("offers of Mina").isEqualTo(ofMina);
            assertThat(sora.offers()).as("offers of Sora").isEqualTo(ofSora);
        }
    }

    private static void microphone(Person speaker, Person listener) {
        listener.awaitTile(speaker.name(), "camera", "!" + MUTED);
        speaker.tab().click("mic");
        listener.awaitTile(speaker.name(), "camera", MUTED);
        speaker.tab()
                .await("the way back", "document.querySelector('[data-testid=mic]').innerText === 'Unmute'", LIMIT);
        speaker.tab().click("mic");
        listener.awaitTile(speaker.name(), "camera", "!" + MUTED);
    }

    private static void camera(Person shown, Person viewer) {
        shown.tab().click("camera");
        viewer.awaitInitials(shown.name());
        shown.awaitInitials(shown.name());
        shown.tab().await("the way back", switched("camera", false), LIMIT);
        shown.tab().click("camera");
        viewer.awaitLive(shown.name(), "camera");
        shown.awaitLive(shown.name(), "camera");
        viewer.awaitPictures();
    }

    private static String switched(String control, boolean on) {
        return "document.querySelector('[data-testid=%s]').ariaPressed === '%s'".formatted(control, on);
    }

    private static void share(Person presenter, Person viewer) {
        presenter.tab().click("screen");
        viewer.awaitLive(presenter.name(), "screen");
        viewer.awaitTile(presenter.name(), "screen", "tile.dataset.kind === 'featured'");
        viewer.awaitTile(presenter.name(), "camera", "tile.dataset.kind === 'strip'");
        presenter.tab().awaitText("You are sharing your screen", LIMIT);
        presenter.tab().await("the way back", switched("screen", true), LIMIT);
        presenter.tab().click("screen");
        viewer.tab()
                .await("no shared screen", "!document.querySelector('[data-testid=tile][data-source=screen]')", LIMIT);
        viewer.awaitTile(presenter.name(), "camera", "tile.dataset.kind === 'grid'");
        viewer.awaitLive(presenter.name(), "camera");
    }

    /// Remembers the last picture of a tile before its camera goes off, and the first that shows again after it.
    private static String watchPictures(String tile) {
        return """
            (() => {
              const tile = %s, canvas = document.createElement('canvas');
              canvas.width = 64; canvas.height = 36;
              const context = canvas.getContext('2d', { willReadFrequently: true });
              const picture = () => {
                context.drawImage(tile.querySelector('video'), 0, 0, 64, 36);
                return [...context.getImageData(0, 0, 64, 36).data].join();
              };
              const seen = window.pictures = { last: '', first: '' };
              const look = () => {
                if (!tile.hasAttribute('data-live')) return;
                seen.last = picture();
                requestAnimationFrame(look);
              };
              look();
              new MutationObserver(() => {
                if (tile.hasAttribute('data-live')) seen.first ||= picture();
              }).observe(tile, { attributes: true, attributeFilter: ['data-live'] });
              return true;
            })()"""
                .formatted(tile);
    }
}
