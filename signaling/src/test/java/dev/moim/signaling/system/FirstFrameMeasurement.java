package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How long a newcomer waits for the first picture of somebody who is there already, and for what. Not a test: it
/// asserts nothing and writes its figures to target/first-frame.txt. Run it with
/// `./moim measure FirstFrameMeasurement` on a machine that does nothing else.
class FirstFrameMeasurement {
    private static final int ROUNDS = 15;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// What happens on the way, in this order; each is noted by [#WATCH].
    private static final List<String> STEPS = List.of(
            "pressed", "offer", "answer", "applied", "ice", "dtls", "slots", "packet", "tile", "received", "picture");

    /// Presses Join as soon as it is there and can be pressed, and notes when each step came.
    private static final String WATCH =
            """
            (() => {
              const times = window.firstFrame = {};
              let remote = [];
              const note = (step) => times[step] ??= performance.now();
              const send = WebSocket.prototype.send;
              WebSocket.prototype.send = function (data) {
                if (String(data).includes('"type":"join"')) {
                  note('offer');
                  this.addEventListener('message', (event) => {
                    if (event.data.includes('"type":"answer"')) note('answer');
                    if (event.data.includes('"type":"slots"') && event.data.includes('"source":"camera"')) note('slots');
                  });
                }
                return send.call(this, data);
              };
              const apply = RTCPeerConnection.prototype.setRemoteDescription;
              RTCPeerConnection.prototype.setRemoteDescription = async function (...parameters) {
                this.addEventListener('iceconnectionstatechange', () => this.iceConnectionState === 'connected' && note('ice'));
                this.addEventListener('connectionstatechange', () => this.connectionState === 'connected' && note('dtls'));
                await apply.apply(this, parameters);
                note('applied');
                const tracks = this.getReceivers().map((receiver) => receiver.track);
                remote = tracks.map((track) => track.id);
                for (const track of tracks) if (track.kind === 'video') track.addEventListener('unmute', () => note('packet'));
              };
              const look = () => {
                const join = document.querySelector('[data-testid=join]');
                if (join && !join.disabled && document.body.dataset.state === 'prejoin' && !times.pressed) {
                  note('pressed');
                  join.click();
                }
                for (const video of document.querySelectorAll('[data-testid=tile] video')) {
                  const track = video.srcObject?.getVideoTracks()[0];
                  if (!track || !remote.includes(track.id)) continue;
                  if (!times.tile) video.requestVideoFrameCallback((now, frame) => times.received = frame.receiveTime);
                  note('tile');
                  if (video.getVideoPlaybackQuality().totalVideoFrames > 0) note('picture');
                }
                if (!times.picture) setTimeout(look, 4);
              };
              look();
            })()""";

    /// Pictures a second of the publisher's camera. Where both browsers and the server share few cores, its three
    /// encoders take from the newcomer what a machine of its own would have.
    private static final List<Integer> PUBLISHED_FRAMES = List.of(30, 3);

    @Test
    void measure() throws IOException {
        var report = new StringBuilder();
        for (int frames : PUBLISHED_FRAMES) {
            report.append("the publisher sends %d pictures a second%n".formatted(frames));
            report.append(report(rounds(frames)));
        }
        Files.writeString(Path.of("target", "first-frame.txt"), report);
        System.out.println(report);
    }

    private static List<JsonNode> rounds(int publishedFrames) throws IOException {
        try (var server = new ServerProcess();
                var publisher = new Chromium("--use-fake-device-for-media-stream=fps=" + publishedFrames);
                var newcomer = new Chromium("--use-fake-device-for-media-stream=fps=30")) {
            String url = server.url("/r/" + server.createRoom("Measured"));
            Person.join(publisher.tab(), url, "Mina");
            // The name is remembered from here on, as for anyone who was in a meeting before.
            Person.join(newcomer.tab(), url, "Jun").tab().click("leave");
            var rounds = new ArrayList<JsonNode>();
            for (int round = 0; round < ROUNDS; round++) {
                Tab tab = newcomer.tab(WATCH);
                tab.open(url);
                tab.await("the first picture", "window.firstFrame.picture && window.firstFrame.received", LIMIT);
                rounds.add(tab.evaluate("window.firstFrame"));
                tab.click("leave");
                tab.close();
            }
            return rounds;
        }
    }

    private static String report(List<JsonNode> rounds) {
        var report =
                new StringBuilder("ms of %d rounds, from opening the link | from the offer%n".formatted(rounds.size()));
        for (String step : STEPS) {
            var all = rounds.stream().filter(times -> times.has(step)).toList();
            report.append("%8s: %s | %s%n"
                    .formatted(
                            step,
                            summary(all.stream().map(times -> at(times, step))),
                            summary(all.stream().map(times -> at(times, step) - at(times, "offer")))));
        }
        return report.toString();
    }

    private static double at(JsonNode times, String step) {
        return times.get(step).asDouble();
    }

    private static String summary(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.isEmpty()
                ? "never"
                : "median %.0f, min %.0f, max %.0f"
                        .formatted(sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }
}
