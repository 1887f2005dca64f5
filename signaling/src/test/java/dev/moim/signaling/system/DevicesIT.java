package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Several cameras, one of which is unplugged.
class DevicesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String THREE_OF_EACH = "--use-fake-device-for-media-stream=device-count=3";

    // The one between them gives 16 bits of grey, which not everything shows.
    private static final String SOME = "fake_device_0";
    private static final String OTHER = "fake_device_2";

    private static final String MENU =
            "[...document.querySelectorAll('.field')].find(one => one.innerText.startsWith('Camera'))?.querySelector('select')";

    private static final String SENT_CAMERA =
            "window.rig.connections.at(-1).getSenders().find(one => one.track?.kind === 'video')?.track";

    /// From now on the browser does as if a device were not there: it is not listed, and what it gave has ended.
    private static final String PULL_THE_CABLE =
            """
            (() => {
              const track = %s, gone = track.getSettings().deviceId;
              const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
              navigator.mediaDevices.enumerateDevices = async () => (await list()).filter(it => it.deviceId !== gone);
              track.stop();
              track.dispatchEvent(new Event('ended'));
              navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
              return gone;
            })()"""
                    .formatted(SENT_CAMERA);

    @BeforeAll
    static void browserIsInstalled() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
    }

    @Test
    void oneChoosesAnotherDevice() {
        try (var server = new ServerProcess();
                var browser = new Chromium(THREE_OF_EACH);
                var guest = new Chromium()) {
            String url = server.url("/r/" + server.createRoom("Weekly"));
            Tab tab = browser.tab();
            tab.open(url);
            awaitCameras(tab, 3);
            String other = choose(tab, OTHER);
            tab.await(
                    "the preview shows the chosen camera",
                    "document.querySelector('.preview video').srcObject?.getVideoTracks()[0]?.getSettings().deviceId === "
                            + Json.text(other),
                    LIMIT);

            var mina = Person.join(tab, url, "Mina");
            var jun = Person.join(guest.tab(), url, "Jun");
            jun.awaitLive("Mina", "camera");
            tab.await("it was remembered and is sent", sends(other), LIMIT);
            int offers = mina.offers();

            tab.click("settings");
            awaitCameras(tab, 3);
            String some = choose(tab, SOME);
            assertThat(some).isNotEqualTo(other);
            tab.await("the other one is sent", sends(some), LIMIT);
            tab.press("dialog footer button");
            jun.awaitPictures();

            assertThat(tab.text(PULL_THE_CABLE)).isEqualTo(some);
            jun.awaitInitials("Mina");
            mina.awaitInitials("Mina");
            tab.awaitToast("Your camera was disconnected. Choose another in the settings.");
            tab.click("settings");
            awaitCameras(tab, 2);
            assertThat(choose(tab, OTHER)).isEqualTo(other);
            tab.await("one that is left is sent", sends(other), LIMIT);
            tab.press("dialog footer button");
            jun.awaitLive("Mina", "camera");
            mina.awaitLive("Mina", "camera");
            assertThat(mina.offers()).as("no device needs an offer").isEqualTo(offers);
        }
    }

    private static void awaitCameras(Tab tab, int count) {
        tab.await(
                count + " cameras",
                "[...(%s?.options ?? [])].filter(one => one.value !== '').length === %d".formatted(MENU, count),
                LIMIT);
    }

    /// Returns the browser's name of the camera with this label.
    private static String choose(Tab tab, String label) {
        return tab.text(
                """
                (() => {
                  const menu = %s;
                  menu.value = [...menu.options].find(one => one.text === '%s').value;
                  menu.dispatchEvent(new Event('change'));
                  return menu.value;
                })()"""
                        .formatted(MENU, label));
    }

    private static String sends(String device) {
        return SENT_CAMERA + "?.getSettings().deviceId === " + Json.text(device);
    }
}
