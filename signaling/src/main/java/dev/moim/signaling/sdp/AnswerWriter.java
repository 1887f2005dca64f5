package dev.moim.signaling.sdp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes the text of an answer. What browsers need in it, and what happens otherwise, is in
/// docs/decisions/0005-receive-slots.md.
final class AnswerWriter {
    static final String RID_URI = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    private static final String REPAIRED_RID_URI = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
    private static final Set<String> VIDEO_FEEDBACK = Set.of("nack", "nack pli", "ccm fir", "transport-cc");

    private final AnswerSettings settings;
    private final long sessionId;
    private final int version;
    private final StringBuilder out = new StringBuilder();

    AnswerWriter(AnswerSettings settings, long sessionId, int version) {
        this.settings = settings;
        this.sessionId = sessionId;
        this.version = version;
    }

    /// Extensions that only a sender of layers needs.
    static boolean isLayerExtension(String uri) {
        return uri.equals(RID_URI) || uri.equals(REPAIRED_RID_URI);
    }

    String write(SessionDescription offer, List<Answerer.Accepted> accepted, List<Negotiated.Slot> slots) {
        Map<String, Answerer.Accepted> byMid = new HashMap<>();
        accepted.forEach(section -> byMid.put(section.mid(), section));
        Map<String, Negotiated.Slot> slotByMid = new HashMap<>();
        slots.forEach(slot -> slotByMid.put(slot.mid(), slot));
        line("v=0");
        line("o=- " + sessionId + " " + version + " IN IP4 127.0.0.1");
        line("s=-");
        line("t=0 0");
        line("a=ice-lite");
        line("a=group:BUNDLE "
                + String.join(" ", accepted.stream().map(Answerer.Accepted::mid).toList()));
        line("a=msid-semantic: WMS *");
        for (MediaSection offered : offer.sections()) {
            Answerer.Accepted section = byMid.get(offered.mid());
            if (section == null) {
                reject(offered);
            } else {
                section(section, slotByMid.get(section.mid()));
            }
        }
        return out.toString();
    }

    private void reject(MediaSection offered) {
        line("m=" + offered.kind() + " 0 " + offered.protocol() + " " + String.join(" ", offered.formats()));
        line("c=IN IP4 0.0.0.0");
        line("a=mid:" + offered.mid());
        line("a=inactive");
    }

    private void section(Answerer.Accepted section, Negotiated.@org.jspecify.annotations.Nullable Slot slot) {
        StringBuilder formats = new StringBuilder();
        for (Codec codec : section.codecs()) {
            formats.append(' ').append(codec.payloadType());
            if (codec.rtxPayloadType() >= 0) {
                formats.append(' ').append(codec.rtxPayloadType());
            }
        }
        line("m=" + section.offered().kind() + " 9 " + section.offered().protocol() + formats);
        line("c=IN IP4 0.0.0.0");
        line("a=mid:" + section.mid());
        line(slot == null ? "a=recvonly" : "a=sendonly");
        line("a=rtcp-mux");
        line("a=rtcp-rsize");
        line("a=ice-ufrag:" + settings.ufrag());
        line("a=ice-pwd:" + settings.password());
        line("a=fingerprint:" + settings.fingerprint().algorithm() + " "
                + settings.fingerprint().value());
        line("a=setup:passive");
        settings.candidates().forEach(candidate -> line("a=candidate:" + candidate));
        line("a=end-of-candidates");
        section.extensions().forEach((uri, id) -> line("a=extmap:" + id + " " + uri));
        section.codecs().forEach(codec -> codec(codec, section.isVideo()));
        if (slot != null) {
            slot(slot);
        } else if (section.isSimulcast()) {
            simulcast(section.offered().rids());
        }
    }

    private void codec(Codec codec, boolean video) {
        int payloadType = codec.payloadType();
        String channels = codec.channels() > 1 ? "/" + codec.channels() : "";
        // Names are case-insensitive, but browsers and aiortc write opus in lower case.
        String name = codec.name().equals("OPUS") ? "opus" : codec.name();
        line("a=rtpmap:" + payloadType + " " + name + "/" + codec.clockRate() + channels);
        if (video) {
            codec.feedback().stream()
                    .filter(VIDEO_FEEDBACK::contains)
                    .sorted()
                    .forEach(value -> line("a=rtcp-fb:" + payloadType + " " + value));
        } else {
            // Browsers do not offer NACK for audio, but Chromium obeys it.
            line("a=rtcp-fb:" + payloadType + " nack");
            if (codec.feedback().contains("transport-cc")) {
                line("a=rtcp-fb:" + payloadType + " transport-cc");
            }
        }
        if (!codec.fmtp().isEmpty()) {
            line("a=fmtp:" + payloadType + " " + codec.fmtp());
        }
        if (codec.rtxPayloadType() >= 0) {
            line("a=rtpmap:" + codec.rtxPayloadType() + " rtx/" + codec.clockRate());
            line("a=fmtp:" + codec.rtxPayloadType() + " apt=" + payloadType);
        }
    }

    /// Without the SSRC and its FID group browsers ignore retransmissions, and freeze for seconds at 3 % loss.
    private void slot(Negotiated.Slot slot) {
        String ssrc = Integer.toUnsignedString(slot.ssrc());
        line("a=msid:slot-" + slot.mid() + " track-" + slot.mid());
        if (slot.video()) {
            String rtx = Integer.toUnsignedString(slot.rtxSsrc());
            line("a=ssrc-group:FID " + ssrc + " " + rtx);
            line("a=ssrc:" + ssrc + " cname:" + settings.cname());
            line("a=ssrc:" + rtx + " cname:" + settings.cname());
        } else {
            line("a=ssrc:" + ssrc + " cname:" + settings.cname());
        }
    }

    /// Echoes `~`: a plain id would switch a paused layer on again.
    private void simulcast(List<Rid> rids) {
        rids.forEach(rid -> line("a=rid:" + rid.id() + " recv"));
        line("a=simulcast:recv "
                + String.join(
                        ";",
                        rids.stream()
                                .map(rid -> (rid.paused() ? "~" : "") + rid.id())
                                .toList()));
    }

    private void line(String text) {
        out.append(text).append("\r\n");
    }
}
