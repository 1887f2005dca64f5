package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moim.signaling.sdp.AnswerSettings;
import dev.moim.signaling.sdp.Answerer;
import dev.moim.signaling.sdp.Fingerprint;
import dev.moim.signaling.sdp.Negotiated;
import dev.moim.signaling.sdp.SessionDescription;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Real browsers offer, and take what [Answerer] answers in this process. No media flows: no server listens.
class AnswerIT {
    private static final Set<String> EXTENSIONS = Set.of(
            "urn:ietf:params:rtp-hdrext:sdes:mid",
            "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
            "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
            "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
            "urn:3gpp:video-orientation",
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension");

    /// Microphone, camera in three layers of which the second is paused, screen, screen audio; 3 and 9 slots.
    private static final String MEETING =
            """
            (() => {
              window.pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
              pc.addTransceiver('audio', { direction: 'sendonly' });
              pc.addTransceiver('video', { direction: 'sendonly', sendEncodings: [
                { rid: 'l', scaleResolutionDownBy: 4 },
                { rid: 'm', scaleResolutionDownBy: 2, active: false },
                { rid: 'h' } ] });
              pc.addTransceiver('video', { direction: 'sendonly' });
              pc.addTransceiver('audio', { direction: 'sendonly' });
              for (let i = 0; i < 3; i++) pc.addTransceiver('audio', { direction: 'recvonly' });
              for (let i = 0; i < 9; i++) pc.addTransceiver('video', { direction: 'recvonly' });
              pc.createDataChannel('chat');
            })()""";

    private static final String PLAIN =
            """
            (() => {
              window.pc = new RTCPeerConnection();
              pc.addTransceiver('audio', { direction: 'sendonly' });
              pc.addTransceiver('video', { direction: 'sendonly' });
            })()""";

    private static final String OFFER = "pc.setLocalDescription().then(() => pc.localDescription.sdp)";

    private final Answerer answerer = new Answerer(new Random(3)::nextInt, 7);

    @Test
    void chromiumTakesTheAnswers() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs Chromium");
        try (var chromium = new Chromium()) {
            try (var tab = chromium.tab()) {
                aMeetingThatGrows(tab);
            }
            try (var tab = chromium.tab()) {
                onePersonAlone(tab);
            }
            try (var tab = chromium.tab()) {
                aGuestWhoMayNotPublish(tab);
            }
        }
    }

    @Test
    void firefoxTakesTheAnswers() {
        assumeTrue(Files.exists(Firefox.EXECUTABLE), "needs Firefox");
        try (var firefox = new Firefox()) {
            try (var tab = firefox.tab()) {
                aMeetingThatGrows(tab);
            }
            try (var tab = firefox.tab()) {
                onePersonAlone(tab);
            }
            try (var tab = firefox.tab()) {
                aGuestWhoMayNotPublish(tab);
            }
        }
    }

    private void aMeetingThatGrows(Tab tab) {
        tab.evaluate(MEETING);
        Negotiated first = negotiate(tab, Set.of("0", "1", "2", "3"), "frst");

        assertThat(first.slots()).hasSize(12);
        assertThat(directions(tab)).hasSize(16).startsWith("sendonly", "sendonly", "sendonly", "sendonly");
        assertThat(directions(tab).subList(4, 16)).containsOnly("recvonly");
        assertThat(layers(tab)).containsExactly("l true", "m false", "h true");

        tab.evaluate(
                "(() => { for (let i = 0; i < 4; i++) pc.addTransceiver('video', { direction: 'recvonly' }); })()");
        tab.evaluate("pc.restartIce()");
        Negotiated second = negotiate(tab, Set.of("0", "1", "2", "3"), "scnd");

        assertThat(second.slots()).hasSize(16).startsWith(first.slots().toArray(Negotiated.Slot[]::new));
        assertThat(directions(tab)).hasSize(20);
        assertThat(directions(tab).subList(4, 20)).containsOnly("recvonly");
        assertThat(layers(tab)).containsExactly("l true", "m false", "h true");
        assertThat(tab.text("pc.remoteDescription.sdp")).contains("a=ice-ufrag:scnd");
    }

    private void onePersonAlone(Tab tab) {
        tab.evaluate(PLAIN);
        Negotiated negotiated = negotiate(tab, Set.of("0", "1"), "frst");

        assertThat(negotiated.publications()).hasSize(2);
        assertThat(directions(tab)).containsExactly("sendonly", "sendonly");
        assertThat(tab.text("pc.getSenders()[0].getParameters().codecs[0].mimeType"))
                .isEqualTo("audio/opus");
        assertThat(tab.text("pc.getSenders()[1].getParameters().codecs[0].mimeType"))
                .isEqualTo("video/VP8");
    }

    /// Who may publish later finds the layers that were offered.
    private void aGuestWhoMayNotPublish(Tab tab) {
        tab.evaluate(MEETING);
        Negotiated negotiated = negotiate(tab, Set.of(), "frst");

        assertThat(negotiated.publications()).isEmpty();
        assertThat(directions(tab).subList(0, 4)).containsOnly("inactive");
        assertThat(directions(tab).subList(4, 16)).containsOnly("recvonly");

        Negotiated promoted = negotiate(tab, Set.of("0", "1", "2", "3"), "frst");
        assertThat(promoted.publications()).hasSize(4);
        assertThat(promoted.slots()).isEqualTo(negotiated.slots());
        assertThat(directions(tab).subList(0, 4)).containsOnly("sendonly");
        assertThat(layers(tab)).containsExactly("l true", "m false", "h true");
    }

    private Negotiated negotiate(Tab tab, Set<String> sending, String ufrag) {
        SessionDescription offer = SessionDescription.parse(tab.text(OFFER));
        Negotiated negotiated = answerer.answer(offer, sending, settings(ufrag));
        JsonNode result = tab.evaluate("pc.setRemoteDescription({ type: 'answer', sdp: " + Json.text(negotiated.sdp())
                + " }).then(() => pc.signalingState, e => String(e))");
        assertThat(result.asText()).isEqualTo("stable");
        return negotiated;
    }

    private static List<String> directions(Tab tab) {
        return strings(tab.evaluate("pc.getTransceivers().map(t => t.currentDirection)"));
    }

    private static List<String> layers(Tab tab) {
        return strings(tab.evaluate(
                "pc.getTransceivers()[1].sender.getParameters().encodings" + ".map(e => e.rid + ' ' + e.active)"));
    }

    private static List<String> strings(JsonNode array) {
        var strings = new java.util.ArrayList<String>();
        array.forEach(one -> strings.add(one.asText()));
        return strings;
    }

    private static AnswerSettings settings(String ufrag) {
        return new AnswerSettings(
                ufrag,
                "serverpassword0123456789",
                new Fingerprint("sha-256", "AB:".repeat(31) + "CD"),
                List.of("1 1 udp 2130706431 127.0.0.1 9 typ host"),
                EXTENSIONS,
                "moim");
    }
}
