package dev.moim.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which sections are taken and what is agreed.
class AnswererTest {
    @Test
    void sectionsInWhichTheClientSendsArePublicationsAndAllOthersSlots() {
        Negotiated negotiated = Offers.answer(Offers.file("chromium.sdp"), "0", "1", "2", "3");

        assertThat(negotiated.publications())
                .containsExactly(
                        new Negotiated.Publication("0", false, List.of()),
                        new Negotiated.Publication("1", true, List.of("l", "m", "h")),
                        new Negotiated.Publication("2", true, List.of()),
                        new Negotiated.Publication("3", false, List.of()));
        assertThat(negotiated.slots()).hasSize(12);
        assertThat(negotiated.slots()).filteredOn(Negotiated.Slot::video).hasSize(9);
        assertThat(negotiated.audioCodecs()).extracting(Codec::name).containsExactly("OPUS");
        assertThat(negotiated.videoCodecs()).extracting(Codec::name).containsOnly("VP8", "VP9", "H264", "AV1");
        assertThat(negotiated.fingerprints()).hasSize(1);
        assertThat(negotiated.extensions())
                .containsEntry(Offers.MID, 4)
                .containsEntry(Offers.TRANSPORT_CC, 3)
                .containsEntry(Offers.AUDIO_LEVEL, 1)
                .containsEntry(Offers.RID, 10);
    }

    @Test
    void slotsTellWhichExtensionsTheirSectionsAgreedTo() {
        Negotiated negotiated = Offers.answer(Offers.SMALL.replace("a=extmap:1 ", "a=extmap:1/sendonly "), "0", "1");

        assertThat(negotiated.extensions()).containsEntry(Offers.AUDIO_LEVEL, 1);
        assertThat(negotiated.slots().getFirst().extensions())
                .containsExactlyInAnyOrder(Offers.MID, Offers.TRANSPORT_CC);
    }

    /// Firefox gives all sections but the first port 0 with a=bundle-only: that is no rejection.
    @Test
    void bundleOnlySectionsOfFirefoxAreTaken() {
        Negotiated negotiated = Offers.answer(Offers.file("firefox.sdp"), "0", "1", "2", "3");

        assertThat(negotiated.publications()).hasSize(4);
        assertThat(negotiated.publications().get(1).rids()).containsExactly("l", "m", "h");
        assertThat(negotiated.slots()).hasSize(12);
        assertThat(negotiated.audioCodecs()).extracting(Codec::payloadType).containsExactly(109);
        assertThat(negotiated.videoCodecs()).extracting(Codec::payloadType).containsExactly(120, 121, 99);
    }

    @Test
    void aiortcIsAnswered() {
        Negotiated negotiated = Offers.answer(Offers.file("aiortc.sdp"), "0", "1");

        assertThat(negotiated.publications()).hasSize(2);
        assertThat(negotiated.slots()).hasSize(4);
        var text = new AnswerText(negotiated.sdp());
        assertThat(text.bundle()).containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(AnswerText.isRejected(text.sections().get(6))).isTrue();
    }

    /// Inactive and not rejected: Chromium refuses an answer that rejects the first section, and a rejected one could
    /// not be used when the person may publish later.
    @Test
    void sendingSectionsOfSomeoneWhoMayNotPublishAreInactive() {
        Negotiated negotiated = Offers.answer(Offers.file("chromium.sdp"));
        var text = new AnswerText(negotiated.sdp());

        assertThat(negotiated.publications()).isEmpty();
        assertThat(negotiated.slots()).hasSize(12);
        assertThat(text.bundle()).hasSize(16);
        for (String mid : Offers.SENDING) {
            assertThat(text.section(mid)).contains("a=inactive").doesNotContain("a=recvonly", "a=sendonly");
            assertThat(AnswerText.values(text.section(mid), "ssrc")).isEmpty();
        }
        assertThat(text.section("1")).contains("a=simulcast:recv l;~m;h");
    }

    @Test
    void anInactiveSectionIsNoSlot() {
        Negotiated negotiated =
                Offers.answer(Offers.session("0 1") + Offers.audio("0", "recvonly") + Offers.video("1", "inactive"));

        assertThat(negotiated.slots()).extracting(Negotiated.Slot::mid).containsExactly("0");
        assertThat(new AnswerText(negotiated.sdp()).section("1")).contains("a=inactive");
    }

    @Test
    void aSectionThatOnlyReceivesIsNoPublication() {
        Negotiated negotiated = Offers.answer(Offers.SMALL, "0", "3");

        assertThat(negotiated.publications())
                .extracting(Negotiated.Publication::mid)
                .containsExactly("0");
        assertThat(negotiated.slots()).extracting(Negotiated.Slot::mid).containsExactly("2");
    }

    @Test
    void aSectionOfBothDirectionsIsWhatTheClientSaysOfIt() {
        String offer = Offers.session("a b") + Offers.audio("a", "sendrecv") + Offers.audio("b", "sendrecv");
        Negotiated negotiated = Offers.answer(offer, "a");

        assertThat(negotiated.publications())
                .extracting(Negotiated.Publication::mid)
                .containsExactly("a");
        assertThat(negotiated.slots()).extracting(Negotiated.Slot::mid).containsExactly("b");
        var text = new AnswerText(negotiated.sdp());
        assertThat(text.section("a")).contains("a=recvonly");
        assertThat(text.section("b")).contains("a=sendonly");
    }

    @Test
    void redAndWhatNobodyForwardsIsNotNegotiated() {
        Negotiated negotiated = Offers.answer(Offers.SMALL, "0", "1");
        var text = new AnswerText(negotiated.sdp());

        assertThat(AnswerText.formats(text.section("0"))).containsExactly("111");
        assertThat(AnswerText.formats(text.section("1"))).containsExactly("96", "97");
        assertThat(negotiated.sdp()).doesNotContain("red/", "ulpfec", "G722", "goog-remb");
    }

    /// Without packetization mode 1 a picture must fit one packet.
    @Test
    void h264WithoutFragmentsIsNotNegotiated() {
        String whole = Offers.SMALL.replace("packetization-mode=0", "packetization-mode=1");

        assertThat(Offers.answer(Offers.SMALL, "1").videoCodecs())
                .extracting(Codec::name)
                .containsExactly("VP8");
        assertThat(Offers.answer(whole, "1").videoCodecs())
                .extracting(Codec::name)
                .containsExactly("VP8", "H264");
    }

    @Test
    void sectionsOutsideOfTheBundleAreRejected() {
        Negotiated negotiated = Offers.answer(Offers.SMALL.replace("BUNDLE 0 1 2 3", "BUNDLE 0 2"), "0", "1");

        assertThat(new AnswerText(negotiated.sdp()).bundle()).containsExactly("0", "2");
        assertThat(negotiated.publications()).hasSize(1);
        assertThat(negotiated.slots()).hasSize(1);
    }

    @Test
    void withoutBundleOrRtcpMuxNothingIsAnswered() {
        refused(Offers.SMALL.replace("a=group:BUNDLE 0 1 2 3\r\n", ""), "BUNDLE");
        refused(Offers.SMALL.replace("a=group:BUNDLE 0", "a=group:LS 0"), "BUNDLE");
        refused(Offers.SMALL.replace("a=rtcp-mux\r\n", ""), "rtcp-mux");
        refused(Offers.SMALL.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"), "no section");
    }

    @Test
    void stoppedSectionsStayRejected() {
        String offer = Offers.SMALL.replaceFirst("m=video 9", "m=video 0");
        var text = new AnswerText(Offers.answer(offer, "0", "1").sdp());

        assertThat(AnswerText.isRejected(text.section("1"))).isTrue();
        assertThat(text.bundle()).containsExactly("0", "2", "3");
    }

    @Test
    void onlyTheClientMayBeActive() {
        assertThat(Offers.answer(Offers.SMALL.replace("setup:actpass", "setup:active"), "0")
                        .sdp())
                .contains("a=setup:passive")
                .doesNotContain("a=setup:active");
        refused(Offers.SMALL.replace("setup:actpass", "setup:passive"), "a=setup");
        refused(Offers.SMALL.replace("setup:actpass", "setup:holdconn"), "a=setup");
        refused(Offers.SMALL.replace("a=setup:actpass\r\n", ""), "a=setup");
    }

    @Test
    void theCertificateNeedsAStrongHash() {
        refused(Offers.SMALL.replace("fingerprint:sha-256", "fingerprint:sha-1"), "a=fingerprint");
        refused(Offers.SMALL.replaceAll("a=fingerprint.*\r\n", ""), "a=fingerprint");
        refused(Offers.SMALL.replaceAll("a=ice-pwd.*\r\n", ""), "a=ice-pwd");
    }

    /// RFC 9143 section 7.1.3: what is of the transport needs to be in one section of the bundle only.
    @Test
    void theFirstSectionMaySpeakForTheTransport() {
        int second = Offers.SMALL.indexOf("m=video");
        String rest = Offers.SMALL.substring(second).replaceAll("a=(ice-ufrag|ice-pwd|fingerprint|setup).*\r\n", "");
        Negotiated negotiated = Offers.answer(Offers.SMALL.substring(0, second) + rest, "0", "1");

        assertThat(negotiated.publications()).hasSize(2);
        assertThat(negotiated.slots()).hasSize(2);
        assertThat(negotiated.fingerprints()).hasSize(1);
    }

    @Test
    void aPayloadTypeWithTwoMeaningsIsRefused() {
        // A codec against a codec, and against somebody's retransmissions.
        refused(Offers.SMALL.replace("111", "96").replace("96/96", "96"), "payload type 96");
        refused(Offers.SMALL.replace("SAVPF 111", "SAVPF 97").replace(":111 ", ":97 "), "payload type 97");
    }

    @Test
    void anExtensionIdWithTwoMeaningsIsRefused() {
        String audio = Offers.audio("0", "sendonly");
        String other = Offers.session("0 1") + audio;
        refused(other + Offers.video("1", "sendonly").replace("extmap:10 ", "extmap:1 "), "header extension");
        refused(other + Offers.video("1", "sendonly").replace("extmap:4 ", "extmap:5 "), "header extension");
        refused(Offers.session("0") + audio.replace("a=extmap:4 ", "a=extmap:1 "), "header extension");
    }

    /// Another id is no conflict as long as nobody agrees to the extension: aiortc does that.
    @Test
    void idsOfExtensionsThatAreNotAgreedDoNotMatter() {
        String offer = Offers.session("0 1")
                + Offers.audio("0", "sendonly")
                + Offers.video("1", "sendonly").replace("extmap:3 " + Offers.TRANSPORT_CC, "extmap:1 urn:x:other");

        assertThat(Offers.answer(offer, "0", "1").publications()).hasSize(2);
    }

    @Test
    void ssrcsAreOneOfAKindAndNeverZero() {
        var numbers = new ArrayDeque<>(List.of(0, 5, 5, 0, 5, 6, 5, 6, 7));
        var answerer = new Answerer(numbers::removeFirst, 1);
        Negotiated negotiated = answerer.answer(SessionDescription.parse(Offers.SMALL), Set.of(), Offers.SETTINGS);

        var seen = new HashSet<Integer>();
        negotiated.slots().stream()
                .flatMap(slot -> slot.video() ? Stream.of(slot.ssrc(), slot.rtxSsrc()) : Stream.of(slot.ssrc()))
                .forEach(ssrc -> assertThat(seen.add(ssrc)).isTrue());
        assertThat(seen).containsExactlyInAnyOrder(5, 6, 7);
    }

    private static void refused(String offer, String reason) {
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> Offers.answer(offer, "0", "1"))
                .withMessageContaining(reason);
    }
}
