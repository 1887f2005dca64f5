package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How long a newcomer waits for the first picture of somebody who is there already. Not a test: it asserts nothing
/// and writes its figures to target/first-frame.txt. Run it with `./moim measure FirstFrameMeasurement`.
class FirstFrameMeasurement {
    private static final int ROUNDS = 15;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /// Presses Join as soon as it is there and can be pressed, and notes the moment of the first remote picture.
    private static final String PRESS_JOIN =
            """
            (() => {
              const send = WebSocket.prototype.send;
              window.firstFrame = {};
              WebSocket.prototype.send = function (data) {
                if (String(data).includes('"type":"join"')) window.firstFrame.offer ??= performance.now();
                return send.call(this, data);
              };
              const look = () => {
                const join = document.querySelector('[data-testid=join]');
                if (join && !join.disabled && document.body.dataset.state === 'prejoin' && !window.firstFrame.pressed) {
                  window.firstFrame.pressed = performance.now();
                  join.click();
                }
                const remote = (window.rig?.connections ?? []).flatMap(c => c.getReceivers()).map(r => r.track.id);
                for (const video of document.querySelectorAll('[data-testid=tile] video')) {
                  const track = video.srcObject?.getVideoTracks()[0];
                  if (track && remote.includes(track.id) && video.getVideoPlaybackQuality().totalVideoFrames > 0) {
                    window.firstFrame.picture ??= performance.now();
                  }
                }
                if (!window.firstFrame.picture) setTimeout(look, 4);
              };
              look();
            })()""";

    @Test
    void measure() throws IOException {
        try (var server = new ServerProcess();
                var publisher = new Chromium("--use-fake-device-for-media-stream=fps=30");
                var newcomer = new Chromium("--use-fake-device-for-media-stream=fps=30")) {
            String url = server.url("/r/" + server.createRoom("Measured"));
            Person.join(publisher.tab(), url, "Mina");
            // The name is remembered from here on, as for anyone who was in a meeting before.
            Person.join(newcomer.tab(), url, "Jun").tab().click("leave");
            var opened = new ArrayList<Double>();
            var offered = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                Tab tab = newcomer.tab(PRESS_JOIN);
                tab.open(url);
                tab.await("the first picture", "window.firstFrame.picture", LIMIT);
                JsonNode times = tab.evaluate("window.firstFrame");
                opened.add(times.get("picture").asDouble());
                offered.add(times.get("picture").asDouble() - times.get("offer").asDouble());
                tab.click("leave");
                tab.close();
            }
            String report = "open link → first remote picture: " + summary(opened) + "\noffer → first remote picture: "
                    + summary(offered) + "\n";
            Files.writeString(Path.of("target", "first-frame.txt"), report);
            System.out.println(report);
        }
    }

    private static String summary(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return "median %.0f ms, min %.0f ms, max %.0f ms of %d"
                .formatted(sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast(), sorted.size());
    }
}
