package dev.moim.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What browsers need in an answer; each of these was once the reason for a black tile.
class AnswerTextTest {
    private static final String AV1_ONLY = Offers.SMALL
            .replace("VP8/90000", "AV1/90000")
            .replace("a=extmap:10 ", "a=extmap:8 " + Offers.DEPENDENCIES + "\r\na=extmap:10 ");

    private static final String SIMULCAST = Offers.SMALL.replaceFirst(
            "(?s)(m=video.*?)(m=audio)", "$1a=rid:l send\r\na=rid:m send\r\na=simulcast:send l;~m\r\n$2");

    @ParameterizedTest
    @ValueSource(strings = {"chromium.sdp", "firefox.sdp"})
    void everySlotHasItsSsrcItsGroupAndTheMidExtension(String file) {
        Negotiated negotiated = Offers.answer(Offers.file(file), "0", "1", "2", "3");
        var text = new AnswerText(negotiated.sdp());

        for (Negotiated.Slot slot : negotiated.slots()) {
            List<String> section = text.section(slot.mid());
            String ssrc = Integer.toUnsignedString(slot.ssrc());
            String rtx = Integer.toUnsignedString(slot.rtxSsrc());
            assertThat(section).contains("a=sendonly", "a=ssrc:" + ssrc + " cname:moim");
            assertThat(AnswerText.extensions(section)).contains(Offers.MID);
            if (slot.video()) {
                assertThat(section).contains("a=ssrc-group:FID " + ssrc + " " + rtx, "a=ssrc:" + rtx + " cname:moim");
            } else {
                assertThat(AnswerText.values(section, "ssrc-group")).isEmpty();
            }
            assertThat(AnswerText.values(section, "msid"))
                    .containsExactly("slot-" + slot.mid() + " track-" + slot.mid());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium.sdp", "firefox.sdp", "aiortc.sdp"})
    void payloadTypesAndExtensionIdsAreThoseOfTheOffer(String file) {
        String offer = Offers.file(file);
        var offered = new AnswerText(offer);
        var text = new AnswerText(Offers.answer(offer, "0", "1", "2", "3").sdp());

        for (List<String> section : text.sections()) {
            if (AnswerText.isRejected(section)) {
                continue;
            }
            List<String> counterpart =
                    offered.section(AnswerText.values(section, "mid").getFirst());
            assertThat(AnswerText.formats(counterpart)).containsAll(AnswerText.formats(section));
            assertThat(counterpart).containsAll(lines(section, "a=rtpmap:")).containsAll(lines(section, "a=fmtp:"));
            // Firefox offers directions, which are answered from the other side.
            assertThat(counterpart.stream().map(line -> line.replaceFirst("/\\w+ ", " ")))
                    .containsAll(lines(section, "a=extmap:").stream()
                            .map(line -> line.replaceFirst("/\\w+ ", " "))
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium.sdp", "firefox.sdp", "aiortc.sdp"})
    void retransmissionsAreOnlyThoseOfCodecsThatAreThere(String file) {
        var text = new AnswerText(
                Offers.answer(Offers.file(file), "0", "1", "2", "3").sdp());

        for (List<String> section : text.sections()) {
            List<String> formats = AnswerText.formats(section);
            for (String fmtp : AnswerText.values(section, "fmtp")) {
                if (fmtp.contains("apt=")) {
                    assertThat(formats).contains(fmtp.split(" apt=")[0], fmtp.split(" apt=")[1]);
                }
            }
            if (!AnswerText.isRejected(section)) {
                assertThat(AnswerText.values(section, "rtpmap")).hasSameSizeAs(formats);
            }
        }
    }

    /// Without the rid extension Chromium refuses the answer.
    @Test
    void layerExtensionsStayInSendingSectionsOnly() {
        var text = new AnswerText(Offers.answer(Offers.SMALL, "0", "1").sdp());

        assertThat(AnswerText.extensions(text.section("1"))).contains(Offers.RID, Offers.REPAIRED_RID);
        assertThat(AnswerText.extensions(text.section("3"))).doesNotContain(Offers.RID, Offers.REPAIRED_RID);
    }

    /// A plain id would switch a paused layer on.
    @Test
    void layersAreEchoedWithTheirPauses() {
        var text = new AnswerText(
                Offers.answer(Offers.file("chromium.sdp"), "0", "1", "2", "3").sdp());

        assertThat(text.section("1"))
                .contains("a=rid:l recv", "a=rid:m recv", "a=rid:h recv", "a=simulcast:recv l;~m;h");
        assertThat(AnswerText.values(text.section("2"), "simulcast")).isEmpty();
    }

    @Test
    void withoutTheRidExtensionThereIsNoSimulcast() {
        Negotiated negotiated = Offers.answer(SIMULCAST.replaceAll("a=extmap:1[01].*\r\n", ""), "1");

        assertThat(negotiated.publications().getFirst().rids()).isEmpty();
        assertThat(negotiated.sdp()).doesNotContain("a=simulcast", "a=rid");
    }

    @Test
    void theFirstOfAlternativeLayersIsTaken() {
        Negotiated negotiated = Offers.answer(SIMULCAST.replace("send l;~m", "recv x send l,m;q;~m;l"), "1");

        assertThat(negotiated.publications().getFirst().rids()).containsExactly("l", "m");
        assertThat(negotiated.sdp()).contains("a=simulcast:recv l;~m\r\n");
    }

    /// Browsers do not offer it, but Chromium then asks for lost audio.
    @ParameterizedTest
    @ValueSource(strings = {"chromium.sdp:111", "firefox.sdp:109", "aiortc.sdp:96"})
    void lostAudioMayBeAskedFor(String offer) {
        String payloadType = offer.split(":")[1];
        var text = new AnswerText(
                Offers.answer(Offers.file(offer.split(":")[0]), "0", "1").sdp());

        assertThat(text.sections())
                .filteredOn(section -> section.getFirst().startsWith("m=audio") && !AnswerText.isRejected(section))
                .isNotEmpty()
                .allSatisfy(section -> assertThat(section).contains("a=rtcp-fb:" + payloadType + " nack"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium.sdp", "firefox.sdp"})
    void feedbackOnCongestionAndLossIsAgreed(String file) {
        var text = new AnswerText(
                Offers.answer(Offers.file(file), "0", "1", "2", "3").sdp());

        for (List<String> section : text.sections()) {
            assertThat(AnswerText.extensions(section)).contains(Offers.TRANSPORT_CC);
            String type = AnswerText.formats(section).getFirst();
            assertThat(section).contains("a=rtcp-fb:" + type + " transport-cc", "a=rtcp-fb:" + type + " nack");
            if (section.getFirst().startsWith("m=video")) {
                assertThat(section).contains("a=rtcp-fb:" + type + " nack pli", "a=rtcp-fb:" + type + " ccm fir");
            }
        }
    }

    @Test
    void videoFeedbackThatWasNotOfferedIsNotInvented() {
        String sdp = Offers.answer(Offers.SMALL.replaceAll("a=rtcp-fb:96.*\r\n", ""), "1")
                .sdp();

        assertThat(sdp).doesNotContain("a=rtcp-fb:96");
    }

    @Test
    void feedbackForEveryPayloadTypeCounts() {
        String sdp = Offers.answer(
                        Offers.SMALL
                                .replaceAll("a=rtcp-fb:96.*\r\n", "")
                                .replace("a=rtpmap:96", "a=rtcp-fb:* nack pli\r\na=rtpmap:96"),
                        "1")
                .sdp();

        assertThat(sdp).contains("a=rtcp-fb:96 nack pli");
    }

    @Test
    void rejectedSectionsKeepTheirPlaceWithPortZeroOutsideOfTheGroup() {
        String offer = Offers.session("0 data 1")
                + Offers.audio("0", "recvonly")
                + Offers.lines(
                        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
                        "c=IN IP4 0.0.0.0",
                        "a=mid:data",
                        "a=sctp-port:5000")
                + Offers.transport()
                + Offers.lines("m=audio 0 RTP/AVP 0", "a=inactive")
                + Offers.video("1", "recvonly");
        var text = new AnswerText(Offers.answer(offer).sdp());

        assertThat(text.sections())
                .extracting(List::getFirst)
                .containsExactly(
                        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
                        "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
                        "m=audio 0 RTP/AVP 0",
                        "m=video 9 UDP/TLS/RTP/SAVPF 96 97");
        assertThat(text.bundle()).containsExactly("0", "1");
        assertThat(text.sections().get(2)).noneMatch(line -> line.startsWith("a=mid"));
    }

    /// The first accepted section speaks for the bundle, whichever that is.
    @Test
    void theTransportIsDescribed() {
        var text = new AnswerText(Offers.answer(Offers.SMALL.replaceFirst("m=audio 9", "m=audio 0"), "1")
                .sdp());

        assertThat(text.session()).startsWith("v=0").contains("a=ice-lite");
        for (String mid : List.of("1", "2", "3")) {
            assertThat(text.section(mid))
                    .contains(
                            "a=ice-ufrag:srvf",
                            "a=ice-pwd:serverpassword0123456789",
                            "a=fingerprint:sha-256 " + "AB:".repeat(31) + "CD",
                            "a=setup:passive",
                            "a=rtcp-mux");
            assertThat(AnswerText.values(text.section(mid), "candidate")).hasSize(mid.equals("1") ? 2 : 0);
        }
        assertThat(text.section("1")).contains("a=end-of-candidates");
    }

    /// RFC 5506 section 5: only who offers it gets it.
    @Test
    void reducedSizeRtcpIsNotInvented() {
        assertThat(Offers.answer(Offers.SMALL, "1").sdp()).contains("a=rtcp-rsize");
        assertThat(Offers.answer(Offers.SMALL.replace("a=rtcp-rsize\r\n", ""), "1")
                        .sdp())
                .doesNotContain("a=rtcp-rsize");
    }

    /// A group of a stream that nobody can decode.
    @Test
    void withoutRetransmissionsThereIsNoGroup() {
        String sdp = Offers.answer(Offers.SMALL.replaceAll("rtx/90000", "flexfec-03/90000"))
                .sdp();

        assertThat(sdp).doesNotContain("ssrc-group");
        assertThat(AnswerText.values(new AnswerText(sdp).section("3"), "ssrc")).hasSize(1);
    }

    /// RFC 8285 section 6; Firefox offers its dependency descriptor as sendonly.
    @Test
    void extensionsKeepToTheirDirections() {
        var text = new AnswerText(
                Offers.answer(Offers.file("firefox.sdp"), "0", "1", "2", "3").sdp());

        assertThat(AnswerText.extensions(text.section("7"))).doesNotContain(Offers.DEPENDENCIES);
        var av1 = new AnswerText(Offers.answer(AV1_ONLY.replace("a=extmap:8 ", "a=extmap:8/sendonly "), "1")
                .sdp());
        assertThat(av1.section("1")).contains("a=extmap:8/recvonly " + Offers.DEPENDENCIES);
        assertThat(AnswerText.extensions(av1.section("3"))).doesNotContain(Offers.DEPENDENCIES);
        String receiving = Offers.SMALL.replace("a=extmap:4 ", "a=extmap:4/recvonly ");
        var other = new AnswerText(Offers.answer(receiving, "1").sdp());
        assertThat(other.section("3")).contains("a=extmap:4/sendonly " + Offers.MID);
        assertThat(AnswerText.extensions(other.section("1"))).doesNotContain(Offers.MID);
    }

    /// Where it is agreed, Chromium leaves the picture ids out of VP8; it sends the first codec of a section.
    @Test
    void theDependencyDescriptorIsForAv1() {
        var vp8First = new AnswerText(
                Offers.answer(Offers.file("chromium.sdp"), "0", "1", "2", "3").sdp());
        assertThat(AnswerText.extensions(vp8First.section("1"))).doesNotContain(Offers.DEPENDENCIES);
        assertThat(AnswerText.extensions(vp8First.section("2"))).doesNotContain(Offers.DEPENDENCIES);
        assertThat(AnswerText.extensions(vp8First.section("7")))
                .as("AV1 may come in the slot")
                .contains(Offers.DEPENDENCIES);

        var av1 = new AnswerText(Offers.answer(AV1_ONLY, "1").sdp());
        assertThat(AnswerText.extensions(av1.section("1"))).contains(Offers.DEPENDENCIES);
        String vp8 = AV1_ONLY.replace("AV1/90000", "VP8/90000");
        assertThat(Offers.answer(vp8, "1").sdp()).doesNotContain(Offers.DEPENDENCIES);
    }

    @Test
    void opusIsWrittenAsBrowsersDo() {
        var text = new AnswerText(Offers.answer(Offers.SMALL.replace("opus/48000/2", "OPUS/48000"), "0")
                .sdp());

        assertThat(text.section("0")).contains("a=rtpmap:111 opus/48000");
    }

    @Test
    void thePasswordStaysOutOfLogs() {
        assertThat(Offers.SETTINGS.toString()).doesNotContain("serverpassword");
        assertThat(Offers.answer(Offers.SMALL, "0", "1").toString())
                .contains("Publication", "Slot")
                .doesNotContain("password");
        assertThat(SessionDescription.parse(Offers.SMALL).toString())
                .contains("video 3 RECVONLY")
                .doesNotContain("password");
    }

    private static List<String> lines(List<String> section, String start) {
        return section.stream().filter(line -> line.startsWith(start)).toList();
    }
}
