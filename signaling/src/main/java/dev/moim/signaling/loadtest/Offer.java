package dev.moim.signaling.loadtest;

import dev.moim.media.DtlsFingerprint;
import dev.moim.media.HeaderExtension;
import dev.moim.signaling.protocol.Media;
import dev.moim.signaling.protocol.Source;
import dev.moim.signaling.protocol.TrackInfo;
import dev.moim.stunturn.IceCredentials;
import java.util.ArrayList;
import java.util.List;

/// A participant's offer (RFC 9429): one microphone and one camera if it publishes, and slots. Opus and VP8 with
/// retransmissions, everything in one bundle.
///
/// @param audioSlots audio sections in which it receives
/// @param videoSlots video sections in which it receives
record Offer(IceCredentials ice, DtlsFingerprint fingerprint, boolean publishes, int audioSlots, int videoSlots) {
    static final int OPUS = 111;
    static final int VP8 = 96;
    static final int VP8_RTX = 97;
    static final int OPUS_CLOCK_RATE = 48_000;
    static final int VP8_CLOCK_RATE = 90_000;
    static final int MID_ID = 1;
    static final int AUDIO_LEVEL_ID = 2;
    static final int TRANSPORT_CC_ID = 3;
    static final String MICROPHONE_MID = "mic";
    static final String CAMERA_MID = "cam";

    List<TrackInfo> tracks() {
        return publishes
                ? List.of(new TrackInfo(MICROPHONE_MID, Source.MICROPHONE), new TrackInfo(CAMERA_MID, Source.CAMERA))
                : List.of();
    }

    Media media() {
        return publishes ? new Media(true, true, false, false) : Media.OFF;
    }

    String sdp() {
        List<String> mids = new ArrayList<>();
        StringBuilder sections = new StringBuilder();
        if (publishes) {
            audio(sections, mids, MICROPHONE_MID, "sendonly");
            video(sections, mids, CAMERA_MID, "sendonly");
        }
        for (int i = 0; i < audioSlots; i++) {
            audio(sections, mids, "a" + i, "recvonly");
        }
        for (int i = 0; i < videoSlots; i++) {
            video(sections, mids, "v" + i, "recvonly");
        }
        var out = new StringBuilder();
        line(out, "v=0");
        line(out, "o=- 1 1 IN IP4 127.0.0.1");
        line(out, "s=-");
        line(out, "t=0 0");
        line(out, "a=group:BUNDLE " + String.join(" ", mids));
        line(out, "a=ice-ufrag:" + ice.ufrag());
        line(out, "a=ice-pwd:" + ice.password());
        line(out, "a=fingerprint:" + fingerprint.algorithm() + " " + fingerprint.value());
        line(out, "a=setup:active");
        return out.append(sections).toString();
    }

    private static void audio(StringBuilder out, List<String> mids, String mid, String direction) {
        line(out, "m=audio 9 UDP/TLS/RTP/SAVPF " + OPUS);
        common(out, mids, mid, direction);
        line(out, "a=extmap:" + AUDIO_LEVEL_ID + " " + HeaderExtension.AUDIO_LEVEL.uri());
        line(out, "a=rtpmap:" + OPUS + " opus/" + OPUS_CLOCK_RATE + "/2");
        line(out, "a=rtcp-fb:" + OPUS + " transport-cc");
        line(out, "a=fmtp:" + OPUS + " minptime=10;useinbandfec=1");
    }

    private static void video(StringBuilder out, List<String> mids, String mid, String direction) {
        line(out, "m=video 9 UDP/TLS/RTP/SAVPF " + VP8 + " " + VP8_RTX);
        common(out, mids, mid, direction);
        line(out, "a=rtpmap:" + VP8 + " VP8/" + VP8_CLOCK_RATE);
        for (String feedback : List.of("nack", "nack pli", "ccm fir", "transport-cc")) {
            line(out, "a=rtcp-fb:" + VP8 + " " + feedback);
        }
        line(out, "a=rtpmap:" + VP8_RTX + " rtx/" + VP8_CLOCK_RATE);
        line(out, "a=fmtp:" + VP8_RTX + " apt=" + VP8);
    }

    private static void common(StringBuilder out, List<String> mids, String mid, String direction) {
        mids.add(mid);
        line(out, "c=IN IP4 0.0.0.0");
        line(out, "a=mid:" + mid);
        line(out, "a=" + direction);
        line(out, "a=rtcp-mux");
        line(out, "a=rtcp-rsize");
        line(out, "a=extmap:" + MID_ID + " " + HeaderExtension.MID.uri());
        line(out, "a=extmap:" + TRANSPORT_CC_ID + " " + HeaderExtension.TRANSPORT_CC.uri());
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append("\r\n");
    }
}
