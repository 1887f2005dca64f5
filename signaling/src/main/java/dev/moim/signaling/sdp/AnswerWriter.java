package dev.moim.signaling.sdp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Writes the text of an answer. What browsers need in it, and what happens otherwise, is in
/// docs/decisions/0005-receive-slots.md.
final class AnswerWriter {
    private static final Set<String> VIDEO_FEEDBACK = Set.of("nack", "nack pli", "ccm fir", "transport-cc");
    /// Half as long as a browser's offer, whose codecs are answered in part.
    private static final int EXPECTED_CHARACTERS = 32 * 1024;

    private final AnswerSettings settings;
    private final long sessionId;
    private final int version;
    private final StringBuilder out = new StringBuilder(EXPECTED_CHARACTERS);

    AnswerWriter(AnswerSettings settings, long sessionId, int version) {
        this.settings = settings;
        this.sessionId = sessionId;
        this.version = version;
    }

    String write(SessionDescription offer, List<AcceptedSection> accepted, List<Negotiated.Slot> slots) {
        Map<String, AcceptedSection> byMid = new HashMap<>();
        accepted.forEach(section -> byMid.put(section.mid(), section));
        Map<String, Negotiated.Slot> slotByMid = new HashMap<>();
        slots.forEach(slot -> slotByMid.put(slot.mid(), slot));
        out.append("v=0\r\no=- ").append(sessionId).append(' ').append(version);
        out.append(" IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-lite\r\na=group:BUNDLE");
        accepted.forEach(section -> out.append(' ').append(section.mid()));
        line("").line("a=msid-semantic: WMS *");
        String speaker = accepted.getFirst().mid();
        for (MediaSection offered : offer.sections()) {
            AcceptedSection section = byMid.get(offered.mid());
            if (section == null) {
                reject(offered);
            } else {
                section(section, slotByMid.get(section.mid()), section.mid().equals(speaker));
            }
        }
        return out.toString();
    }

    private void reject(MediaSection offered) {
        out.append("m=").append(offered.kind()).append(" 0 ").append(offered.protocol());
        offered.formats().forEach(format -> out.append(' ').append(format));
        line("").line("c=IN IP4 0.0.0.0");
        if (!offered.mid().isEmpty()) {
            line("a=mid:", offered.mid());
        }
        line("a=inactive");
    }

    /// @param speaks whether the section speaks for the bundle's transport; the others need no candidates (RFC 9429
    /// section 5.3.1)
    private void section(AcceptedSection section, Negotiated.@Nullable Slot slot, boolean speaks) {
        out.append("m=")
                .append(section.offered().kind())
                .append(" 9 ")
                .append(section.offered().protocol());
        for (Codec codec : section.codecs()) {
            out.append(' ').append(codec.payloadType());
            if (codec.rtxPayloadType() >= 0) {
                out.append(' ').append(codec.rtxPayloadType());
            }
        }
        line("").line("c=IN IP4 0.0.0.0");
        line("a=mid:", section.mid());
        line(
                switch (section.use()) {
                    case PUBLICATION -> "a=recvonly";
                    case SLOT -> "a=sendonly";
                    case INACTIVE -> "a=inactive";
                });
        line("a=rtcp-mux");
        if (section.offered().rtcpReducedSize()) {
            line("a=rtcp-rsize");
        }
        line("a=ice-ufrag:", settings.ufrag());
        line("a=ice-pwd:", settings.password());
        out.append("a=fingerprint:").append(settings.fingerprint().algorithm()).append(' ');
        line(settings.fingerprint().value());
        line("a=setup:passive");
        if (speaks) {
            settings.candidates().forEach(candidate -> line("a=candidate:", candidate));
            line("a=end-of-candidates");
        }
        section.extensions().forEach(this::extension);
        section.codecs().forEach(codec -> codec(codec, section.isVideo()));
        if (slot != null) {
            slot(slot, slot.video() && section.hasRetransmissions());
        } else if (section.isSimulcast()) {
            simulcast(section.offered().rids());
        }
    }

    /// A direction is answered only where it was offered (RFC 8285 section 6).
    private void extension(Extension extension) {
        out.append("a=extmap:").append(extension.id());
        switch (extension.direction()) {
            case SENDONLY -> out.append("/recvonly");
            case RECVONLY -> out.append("/sendonly");
            case SENDRECV, INACTIVE -> {
                // Without a word: both ways.
            }
        }
        line(" ", extension.uri());
    }

    private void codec(Codec codec, boolean video) {
        int type = codec.payloadType();
        out.append("a=rtpmap:").append(type).append(' ');
        // Names are case-insensitive, but browsers and aiortc write opus in lower case.
        out.append(codec.name().equals("OPUS") ? "opus" : codec.name());
        out.append('/').append(codec.clockRate());
        if (codec.channels() > 1) {
            out.append('/').append(codec.channels());
        }
        line("");
        if (video) {
            for (String value : new TreeSet<>(codec.feedback())) {
                if (VIDEO_FEEDBACK.contains(value)) {
                    feedback(type, value);
                }
            }
        } else {
            // Browsers do not offer NACK for audio, but Chromium obeys it.
            feedback(type, "nack");
            if (codec.feedback().contains("transport-cc")) {
                feedback(type, "transport-cc");
            }
        }
        if (!codec.fmtp().isEmpty()) {
            out.append("a=fmtp:").append(type);
            line(" ", codec.fmtp());
        }
        if (codec.rtxPayloadType() >= 0) {
            out.append("a=rtpmap:")
                    .append(codec.rtxPayloadType())
                    .append(" rtx/")
                    .append(codec.clockRate());
            line("");
            out.append("a=fmtp:").append(codec.rtxPayloadType()).append(" apt=").append(type);
            line("");
        }
    }

    private void feedback(int payloadType, String value) {
        out.append("a=rtcp-fb:").append(payloadType);
        line(" ", value);
    }

    /// Without the SSRC and its FID group browsers ignore retransmissions, and freeze for seconds at 3 % loss.
    private void slot(Negotiated.Slot slot, boolean retransmissions) {
        String ssrc = Integer.toUnsignedString(slot.ssrc());
        String rtx = Integer.toUnsignedString(slot.rtxSsrc());
        out.append("a=msid:slot-").append(slot.mid());
        line(" track-", slot.mid());
        if (retransmissions) {
            out.append("a=ssrc-group:FID ").append(ssrc);
            line(" ", rtx);
        }
        cname(ssrc);
        if (retransmissions) {
            cname(rtx);
        }
    }

    private void cname(String ssrc) {
        out.append("a=ssrc:").append(ssrc);
        line(" cname:", settings.cname());
    }

    /// Echoes `~`: a plain id would switch a paused layer on again.
    private void simulcast(List<Rid> rids) {
        for (Rid rid : rids) {
            out.append("a=rid:").append(rid.id());
            line(" recv");
        }
        out.append("a=simulcast:recv");
        char separator = ' ';
        for (Rid rid : rids) {
            out.append(separator).append(rid.paused() ? "~" : "").append(rid.id());
            separator = ';';
        }
        line("");
    }

    private AnswerWriter line(String text) {
        out.append(text).append("\r\n");
        return this;
    }

    private void line(String name, String value) {
        out.append(name).append(value).append("\r\n");
    }
}
