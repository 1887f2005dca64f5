package dev.moim.signaling.sdp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/// Offers to answer. The browsers' (Chromium 156, Firefox 153) have microphone, camera in three layers, screen and
/// screen audio in the sections 0 to 3, then 3 audio and 9 video slots; Chromium's layer m is paused.
final class Offers {
    static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
    static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    static final String REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
    static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    static final String TRANSPORT_CC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    static final String DEPENDENCIES =
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

    static final Set<String> SENDING = Set.of("0", "1", "2", "3");
    static final AnswerSettings SETTINGS = settings("srvf");

    /// One microphone, one camera, one slot of each kind.
    static final String SMALL = session("0 1 2 3")
            + audio("0", "sendonly")
            + video("1", "sendonly")
            + audio("2", "recvonly")
            + video("3", "recvonly");

    private Offers() {}

    static AnswerSettings settings(String ufrag) {
        return new AnswerSettings(
                ufrag,
                "serverpassword0123456789",
                new Fingerprint("sha-256", "AB:".repeat(31) + "CD"),
                List.of("1 1 udp 2130706431 192.0.2.1 7777 typ host", "2 1 udp 2130706175 2001:db8::1 7777 typ host"),
                Set.of(MID, RID, REPAIRED_RID, AUDIO_LEVEL, TRANSPORT_CC, DEPENDENCIES),
                "moim");
    }

    static Negotiated answer(String offer, String... sending) {
        return answerer().answer(SessionDescription.parse(offer), Set.of(sending), SETTINGS);
    }

    static Answerer answerer() {
        return new Answerer(new Random(7)::nextInt, 42);
    }

    static String file(String name) {
        try (InputStream in = Objects.requireNonNull(Offers.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String session(String bundle) {
        return lines("v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE " + bundle);
    }

    static String transport() {
        return lines(
                "a=ice-ufrag:clnt",
                "a=ice-pwd:clientpassword0123456789",
                "a=fingerprint:sha-256 " + "01:".repeat(31) + "02",
                "a=setup:actpass",
                "a=rtcp-mux",
                "a=rtcp-rsize");
    }

    static String audio(String mid, String direction) {
        return lines("m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9", "c=IN IP4 0.0.0.0", "a=mid:" + mid, "a=" + direction)
                + transport()
                + lines(
                        "a=extmap:1 " + AUDIO_LEVEL,
                        "a=extmap:3 " + TRANSPORT_CC,
                        "a=extmap:4 " + MID,
                        "a=rtpmap:111 opus/48000/2",
                        "a=rtcp-fb:111 transport-cc",
                        "a=fmtp:111 minptime=10;useinbandfec=1",
                        "a=rtpmap:63 red/48000/2",
                        "a=fmtp:63 111/111",
                        "a=rtpmap:9 G722/8000");
    }

    static String video(String mid, String direction) {
        return lines("m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 118 119", "a=mid:" + mid, "a=" + direction)
                + transport()
                + lines(
                        "a=extmap:3 " + TRANSPORT_CC,
                        "a=extmap:4 " + MID,
                        "a=extmap:10 " + RID,
                        "a=extmap:11 " + REPAIRED_RID,
                        "a=rtpmap:96 VP8/90000",
                        "a=rtcp-fb:96 goog-remb",
                        "a=rtcp-fb:96 transport-cc",
                        "a=rtcp-fb:96 ccm fir",
                        "a=rtcp-fb:96 nack",
                        "a=rtcp-fb:96 nack pli",
                        "a=rtpmap:97 rtx/90000",
                        "a=fmtp:97 apt=96",
                        "a=rtpmap:102 H264/90000",
                        "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f",
                        "a=rtpmap:103 rtx/90000",
                        "a=fmtp:103 apt=102",
                        "a=rtpmap:118 red/90000",
                        "a=rtpmap:119 rtx/90000",
                        "a=fmtp:119 apt=118");
    }

    static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }
}
