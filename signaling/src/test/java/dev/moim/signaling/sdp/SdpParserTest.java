package dev.moim.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpParserTest {
    @Test
    void chromiumsCamera() {
        MediaSection camera =
                SessionDescription.parse(Offers.file("chromium.sdp")).sections().get(1);

        assertThat(camera.kind()).isEqualTo("video");
        assertThat(camera.mid()).isEqualTo("1");
        assertThat(camera.port()).isEqualTo(9);
        assertThat(camera.protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
        assertThat(camera.direction()).isEqualTo(Direction.SENDONLY);
        assertThat(camera.ufrag()).contains("+BfE");
        assertThat(camera.password()).contains("wcEwo+jiFbQAugxp/bTi0gd0");
        assertThat(camera.setup()).isEqualTo("actpass");
        assertThat(camera.rtcpMux()).isTrue();
        assertThat(camera.rtcpReducedSize()).isTrue();
        assertThat(camera.fingerprints().getFirst().algorithm()).isEqualTo("sha-256");
        assertThat(camera.extensions()).contains(new Extension(Offers.RID, 10, Direction.SENDRECV));
        assertThat(camera.rids()).containsExactly(new Rid("l", false), new Rid("m", true), new Rid("h", false));
        assertThat(camera.codecs().getFirst())
                .isEqualTo(new Codec(
                        "VP8",
                        96,
                        97,
                        90_000,
                        1,
                        "",
                        Set.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli")));
        assertThat(camera.codecs())
                .extracting(Codec::name)
                .containsExactly(
                        "VP8", "H264", "H264", "H264", "H264", "H264", "H264", "AV1", "VP9", "VP9", "RED", "ULPFEC");
    }

    @Test
    void chromiumsMicrophone() {
        MediaSection microphone =
                SessionDescription.parse(Offers.file("chromium.sdp")).sections().getFirst();

        assertThat(microphone.codecs().getFirst())
                .isEqualTo(new Codec("OPUS", 111, -1, 48_000, 2, "minptime=10;useinbandfec=1", Set.of("transport-cc")));
        assertThat(microphone.ssrcs()).hasSize(1);
    }

    /// Firefox has the fingerprint and a direction at the session level, ports 0, directions of extensions.
    @Test
    void firefoxesCamera() {
        SessionDescription offer = SessionDescription.parse(Offers.file("firefox.sdp"));
        MediaSection camera = offer.sections().get(1);

        assertThat(offer.bundle()).hasSize(16);
        assertThat(camera.port()).isEqualTo(9);
        assertThat(camera.direction()).isEqualTo(Direction.SENDONLY);
        assertThat(camera.fingerprints()).hasSize(1);
        assertThat(camera.extensions()).contains(new Extension(Offers.DEPENDENCIES, 8, Direction.SENDONLY));
        assertThat(camera.rids()).extracting(Rid::id).containsExactly("l", "m", "h");
        assertThat(camera.codecs().getFirst().rtxPayloadType()).isEqualTo(124);
        assertThat(camera.ssrcs()).hasSize(6);
    }

    @Test
    void aiortcsDataChannel() {
        MediaSection data =
                SessionDescription.parse(Offers.file("aiortc.sdp")).sections().getLast();

        assertThat(data.kind()).isEqualTo("application");
        assertThat(data.formats()).containsExactly("5000");
        assertThat(data.codecs()).isEmpty();
    }

    @Test
    void linesMayEndInLineFeedsOnly() {
        assertThat(SessionDescription.parse(Offers.SMALL.replace("\r\n", "\n")))
                .isEqualTo(SessionDescription.parse(Offers.SMALL));
        assertThat(SessionDescription.parse(Offers.SMALL.stripTrailing()))
                .isEqualTo(SessionDescription.parse(Offers.SMALL));
    }

    @Test
    void sectionsInheritFromTheSession() {
        String offer = "v=0\na=inactive\na=setup:active\na=ice-ufrag:abcd\na=ice-pwd:0123456789012345678901\n"
                + "a=extmap:3 urn:x\na=fingerprint:SHA-256 " + "ab:".repeat(31) + "cd\n"
                + "m=audio 9 UDP/TLS/RTP/SAVPF 0\na=mid:0\nm=audio 9 UDP/TLS/RTP/SAVPF 0\na=mid:1\na=sendonly\n"
                + "a=setup:actpass\na=extmap:4 urn:y\n";
        List<MediaSection> sections = SessionDescription.parse(offer).sections();

        assertThat(sections.getFirst().direction()).isEqualTo(Direction.INACTIVE);
        assertThat(sections.getFirst().setup()).isEqualTo("active");
        assertThat(sections.getFirst().ufrag()).contains("abcd");
        assertThat(sections.getFirst().fingerprints())
                .containsExactly(new Fingerprint("sha-256", "AB:".repeat(31) + "CD"));
        assertThat(sections.getLast().direction()).isEqualTo(Direction.SENDONLY);
        assertThat(sections.getLast().setup()).isEqualTo("actpass");
        assertThat(sections.getLast().extensions()).hasSize(2);
        assertThat(sections.getFirst().extensions()).hasSize(1);
    }

    /// Media finds a stream's section by its mid in a one-byte header extension, which holds 16 bytes and has ids to
    /// 14.
    @Test
    void midsFitTheHeaderExtension() {
        assertThat(SessionDescription.parse(section("a=mid:" + "x".repeat(16)))
                        .sections()
                        .getFirst()
                        .mid())
                .hasSize(16);
        refused(section("a=mid:" + "x".repeat(17)), "line 3: a=mid");
        refused(section("a=mid:"), "a=mid");
        refused(section("a=mid:a b"), "a=mid");
        refused(section("a=mid:ä"), "a=mid");
        assertThat(SessionDescription.parse(
                                section("a=mid:0\na=extmap:14 urn:a\na=extmap:15 urn:b\na=extmap:200 urn:c"))
                        .sections()
                        .getFirst()
                        .extensions())
                .extracting(Extension::uri)
                .containsExactly("urn:a");
    }

    @Test
    void layersHaveNamesOfTheirOwn() {
        refused(section("a=mid:0\na=rid:l send\na=rid:l send"), "line 5: two layers");
        refused(section("a=mid:0\na=rid:" + "l".repeat(17) + " send"), "a=rid");
        refused(section("a=mid:0\na=rid:~l send"), "a=rid");
        assertThat(SessionDescription.parse(section("a=mid:0\na=rid:l send\na=rid:m recv\na=simulcast:send l;m;l"))
                        .sections()
                        .getFirst()
                        .rids())
                .containsExactly(new Rid("l", false));
    }

    @Test
    void sectionsHaveNamesOfTheirOwn() {
        refused(section("a=mid:0") + "m=audio 9 X 0\na=mid:0\n", "same a=mid");
        refused("v=0\nm=audio 9 X 0\n", "line 2: a section has a=mid");
        assertThat(SessionDescription.parse("v=0\nm=audio 0 X 0\nm=audio 0 X 0\n")
                        .sections())
                .extracting(MediaSection::mid)
                .containsExactly("", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m=audio | m= has",
                "m=audio 9 X | m= has",
                "m=audio x X 0 | the port",
                "m=audio / X 0 | the port",
                "m=audio 65536 X 0 | the port",
                "m=audio 9 X 128 | the payload type",
                "m=audio 9 X a | the payload type",
                "m=au(dio 9 X 0 | the kind",
                "m=audio 9 X,Y 0 | the protocol",
                "m=audio 9 X 0 ; | a format",
                "a=rtpmap:96 VP8 | a=rtpmap",
                "a=rtpmap:96 | a=rtpmap",
                "a=rtpmap: | a=rtpmap",
                "a=rtpmap:96 VP8/0 | the clock rate",
                "a=rtpmap:96 VP8/9999999999 | the clock rate",
                "a=rtpmap:96 VP8/90000/x | the number of channels",
                "a=rtpmap:128 VP8/90000 | the payload type",
                "a=rtpmap:-1 VP8/90000 | the payload type",
                "a=fmtp: | the payload type",
                "a=rtcp-fb:96 | a=rtcp-fb",
                "a=extmap:3 | a=extmap",
                "a=extmap:/ urn:x | the extension id",
                "a=extmap:0 urn:x | the extension id",
                "a=extmap:3/up urn:x | a direction",
                "a=rid:l | a=rid",
                "a=ice-ufrag:abc | a=ice-ufrag",
                "a=ice-ufrag:ab\u00b2d | a=ice-ufrag",
                "a=ice-pwd:short | a=ice-pwd",
                "a=fingerprint:sha-256 | a=fingerprint",
                "a=fingerprint:sha-256 AB:CD | a=fingerprint",
                "a=fingerprint:sha-256 AB-CD-AB-CD-AB-CD-AB-CD-AB-CD-AB-CD-AB-CD-AB-CD | a=fingerprint",
                "audio | a line is",
                "a | a line is"
            })
    void errorsNameTheirLine(String line, String reason) {
        refused("v=0\nm=audio 9 X 0\na=mid:0\n" + line + "\na=mid:1\n", "line 4: " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n\r\n", "v=1\r\n", "\nv=1\n", "m=audio 9 X 0\n", "hello"})
    void aDescriptionBeginsWithItsVersion(String text) {
        assertThatExceptionOfType(SdpException.class).isThrownBy(() -> SessionDescription.parse(text));
    }

    @Test
    void theGroupMayBeEmptyOrOfAnotherKind() {
        assertThat(SessionDescription.parse("v=0\na=group:\na=group: \na=group:LS 0\na=group:BUNDLE 1  2\n")
                        .bundle())
                .containsExactly("1", "2");
    }

    /// Control characters inside a line, which some reader of the answer might take for the end of it.
    @Test
    void noValueCanBreakALine() {
        for (String character : List.of("\r", "\u0000", "\u000b", "\u001b", "\u007f")) {
            refused(section("a=mid:0\na=fmtp:96 x=" + character + "a=setup:active"), "line 4: control characters");
        }
        assertThat(SessionDescription.parse(section("a=mid:0\na=x:\t1")).sections())
                .hasSize(1);
    }

    private static String section(String attributes) {
        return "v=0\nm=video 9 UDP/TLS/RTP/SAVPF 96\n" + attributes + "\n";
    }

    private static void refused(String text, String reason) {
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> SessionDescription.parse(text))
                .withMessageContaining(reason);
    }
}
