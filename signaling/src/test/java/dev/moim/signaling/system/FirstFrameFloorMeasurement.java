package dev.moim.signaling.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the first picture costs the browser alone: two connections in one page, with the sections and codecs of the
/// web client and with fewer, and no server between them. Not a test: it asserts nothing and writes its figures to
/// target/first-frame-floor.txt. Run it with `./moim measure FirstFrameFloorMeasurement`.
class FirstFrameFloorMeasurement {
    private static final int ROUNDS = 15;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// Audio slots, video slots and video codecs of the offer: first what the web client offers, then less.
    private static final List<String> OFFERS = List.of(
            "(3, 9, /vp8|rtx|h264.*packetization-mode=1.*42e0/i)",
            "(3, 9, /vp8|rtx/i)",
            "(3, 3, /vp8|rtx/i)",
            "(1, 1, /vp8|rtx/i)");

    /// From the viewer's offer to its first picture of a camera that runs already, in milliseconds.
    private static final String CALL =
            """
            (async (audioSlots, videoSlots, wantedVideo) => {
              window.camera ??= (await navigator.mediaDevices.getUserMedia(
                { video: { width: 1280, height: 720, frameRate: 30 } })).getVideoTracks()[0];
              const codecs = (kind, wanted) => RTCRtpReceiver.getCapabilities(kind).codecs
                .filter((codec) => wanted.test(codec.mimeType + ' ' + (codec.sdpFmtpLine ?? '')));
              const known = {
                audio: codecs('audio', /opus|red/i),
                video: codecs('video', wantedVideo),
              };
              const viewer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
              const publisher = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
              viewer.onicecandidate = (event) => publisher.addIceCandidate(event.candidate ?? undefined);
              publisher.onicecandidate = (event) => viewer.addIceCandidate(event.candidate ?? undefined);
              const add = (kind, direction) => viewer.addTransceiver(kind, { direction }).setCodecPreferences(known[kind]);
              for (const kind of ['audio', 'video', 'video', 'audio']) add(kind, 'sendonly');
              for (let i = 0; i < audioSlots; i++) add('audio', 'recvonly');
              for (let i = 0; i < videoSlots; i++) add('video', 'recvonly');
              const offer = await viewer.createOffer();
              const started = performance.now();
              await Promise.all([viewer.setLocalDescription(offer), publisher.setRemoteDescription(offer)]);
              const sending = publisher.getTransceivers()[4 + audioSlots];
              sending.direction = 'sendonly';
              await sending.sender.replaceTrack(window.camera);
              const answer = await publisher.createAnswer();
              await Promise.all([publisher.setLocalDescription(answer), viewer.setRemoteDescription(answer)]);
              const video = document.body.appendChild(document.createElement('video'));
              video.muted = true;
              video.autoplay = true;
              video.srcObject = new MediaStream([viewer.getTransceivers()[4 + audioSlots].receiver.track]);
              while (video.getVideoPlaybackQuality().totalVideoFrames === 0) await new Promise((done) => setTimeout(done, 4));
              const passed = performance.now() - started;
              video.remove();
              viewer.close();
              publisher.close();
              return passed;
            })""";

    @Test
    void measure() throws IOException {
        try (var server = new ServerProcess();
                var browser = new Chromium("--use-fake-device-for-media-stream=fps=30")) {
            Tab tab = browser.tab();
            tab.open(server.url("/"));
            tab.await("the page", "document.body", LIMIT);
            var report = new StringBuilder("offer → first picture without a server, ms of %d%n".formatted(ROUNDS));
            OFFERS.forEach(offer -> tab.evaluate(CALL + offer)); // the browser's first calls
            for (var offer : OFFERS) {
                List<Double> values = IntStream.range(0, ROUNDS)
                        .mapToObj(_ -> tab.evaluate(CALL + offer).asDouble())
                        .sorted()
                        .toList();
                report.append("%s: median %.0f, min %.0f, max %.0f%n"
                        .formatted(offer, values.get(values.size() / 2), values.getFirst(), values.getLast()));
            }
            Files.writeString(Path.of("target", "first-frame-floor.txt"), report);
            System.out.println(report);
        }
    }
}
