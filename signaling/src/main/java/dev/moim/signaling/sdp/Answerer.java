package dev.moim.signaling.sdp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/// Answers one client's offers (RFC 9429 section 5.3): the server is ICE-lite, the passive DTLS side, and bundles
/// everything. Slots keep their SSRCs from offer to offer, so a new offer disturbs no stream. One thread.
public final class Answerer {
    private static final Set<String> AUDIO_CODECS = Set.of("OPUS");
    private static final Set<String> VIDEO_CODECS = Set.of("VP8", "VP9", "H264", "AV1");
    private static final Set<String> HASHES = Set.of("sha-256", "sha-384", "sha-512");
    private static final Set<String> PROTOCOLS = Set.of("UDP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVPF");

    private final Slots slots;
    private final long sessionId;
    private int version;

    /// @param ssrcs random numbers; taken ones and 0 are skipped here
    /// @param sessionId the answer's session id (RFC 8866 section 5.2), not negative
    public Answerer(IntSupplier ssrcs, long sessionId) {
        this.slots = new Slots(ssrcs);
        this.sessionId = sessionId;
    }

    /// @param sending mids of the sections in which the client may send; every other section that can receive is a
    /// slot, and what is neither becomes inactive
    /// @throws SdpException when nothing of the offer can be used; nothing has changed then
    public Negotiated answer(SessionDescription offer, Set<String> sending, AnswerSettings settings) {
        var bundle = new Bundle(settings.extensions());
        List<AcceptedSection> accepted = usable(offer, sending, bundle);
        List<Fingerprint> fingerprints = fingerprints(transport(offer));
        var publications = new ArrayList<Negotiated.Publication>();
        for (AcceptedSection section : accepted) {
            if (section.use() == AcceptedSection.Use.PUBLICATION) {
                publications.add(new Negotiated.Publication(section.mid(), section.isVideo(), section.rids()));
            }
        }
        List<Negotiated.Slot> taken = slots.take(offer, accepted);
        String sdp = new AnswerWriter(settings, sessionId, ++version).write(offer, accepted, taken);
        return new Negotiated(
                sdp,
                fingerprints,
                codecs(accepted, false),
                codecs(accepted, true),
                bundle.extensions(),
                publications,
                taken);
    }

    /// Whether [#answer] would answer: asked before anything is changed for the offer's sake. Changes nothing.
    ///
    /// @param extensions as the settings will have them
    /// @throws SdpException as the answer would
    public static void check(SessionDescription offer, Set<String> sending, Set<String> extensions) {
        usable(offer, sending, new Bundle(extensions));
        fingerprints(transport(offer));
    }

    private static List<AcceptedSection> usable(SessionDescription offer, Set<String> sending, Bundle bundle) {
        List<AcceptedSection> accepted = accept(offer, sending, bundle);
        if (accepted.isEmpty()) {
            throw new SdpException("no section can be used: audio needs opus, video one of VP8, VP9, H264, AV1, and all"
                    + " of them BUNDLE and rtcp-mux");
        }
        return accepted;
    }

    private static List<AcceptedSection> accept(SessionDescription offer, Set<String> sending, Bundle bundle) {
        var bundled = new HashSet<>(offer.bundle());
        var accepted = new ArrayList<AcceptedSection>();
        for (MediaSection section : offer.sections()) {
            if (!bundled.contains(section.mid()) || !isUsable(section)) {
                continue;
            }
            List<Codec> codecs = codecs(section);
            if (!codecs.isEmpty()) {
                bundle.claim(codecs);
                AcceptedSection.Use use = use(section.direction(), sending.contains(section.mid()));
                accepted.add(new AcceptedSection(section, use, codecs, bundle.extensions(section, use, codecs)));
            }
        }
        return accepted;
    }

    private static AcceptedSection.Use use(Direction direction, boolean maySend) {
        if (maySend && direction.sends()) {
            return AcceptedSection.Use.PUBLICATION;
        }
        return !maySend && direction.receives() ? AcceptedSection.Use.SLOT : AcceptedSection.Use.INACTIVE;
    }

    private static boolean isUsable(MediaSection section) {
        return section.isMedia() && section.port() != 0 && PROTOCOLS.contains(section.protocol()) && section.rtcpMux();
    }

    /// The section that speaks for the transport of all: the first of the bundle that does, since the others need not
    /// (RFC 9143 section 7.1.3).
    private static MediaSection transport(SessionDescription offer) {
        for (String mid : offer.bundle()) {
            for (MediaSection section : offer.sections()) {
                boolean speaks =
                        section.ufrag().isPresent() && section.password().isPresent();
                if (speaks && section.mid().equals(mid)) {
                    return section;
                }
            }
        }
        throw new SdpException("a=ice-ufrag and a=ice-pwd are missing");
    }

    private static List<Fingerprint> fingerprints(MediaSection transport) {
        if (!transport.setup().equals("actpass") && !transport.setup().equals("active")) {
            throw new SdpException("a=setup is actpass or active, since the server is passive");
        }
        var usable = new ArrayList<Fingerprint>();
        for (Fingerprint fingerprint : transport.fingerprints()) {
            if (HASHES.contains(fingerprint.algorithm())) {
                usable.add(fingerprint);
            }
        }
        if (usable.isEmpty()) {
            throw new SdpException("a=fingerprint with sha-256, sha-384 or sha-512 is missing");
        }
        return usable;
    }

    private static List<Codec> codecs(MediaSection section) {
        Set<String> known = section.isVideo() ? VIDEO_CODECS : AUDIO_CODECS;
        var codecs = new ArrayList<Codec>();
        for (Codec codec : section.codecs()) {
            boolean fragments = !codec.name().equals("H264") || codec.fmtp().contains("packetization-mode=1");
            if (known.contains(codec.name()) && fragments) {
                codecs.add(codec);
            }
        }
        return codecs;
    }

    private static List<Codec> codecs(List<AcceptedSection> accepted, boolean video) {
        Map<Integer, Codec> codecs = new LinkedHashMap<>();
        for (AcceptedSection section : accepted) {
            if (section.isVideo() == video) {
                section.addCodecs(codecs);
            }
        }
        return List.copyOf(codecs.values());
    }
}
