package dev.moim.signaling.sdp;

import java.util.ArrayList;
import java.util.HashMap;
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

    private final IntSupplier ssrcs;
    private final Map<String, Negotiated.Slot> slotsByMid = new HashMap<>();
    private final long sessionId;
    private int version;

    /// @param ssrcs random numbers; taken ones and 0 are skipped here
    /// @param sessionId the answer's session id (RFC 8866 section 5.2), not negative
    public Answerer(IntSupplier ssrcs, long sessionId) {
        this.ssrcs = ssrcs;
        this.sessionId = sessionId;
    }

    /// @param sending mids of the sections in which the client sends; every other section that can receive is a slot
    /// @throws SdpException when nothing of the offer can be used; nothing has changed then
    public Negotiated answer(SessionDescription offer, Set<String> sending, AnswerSettings settings) {
        Set<String> bundle = new HashSet<>(offer.bundle());
        List<Accepted> accepted = new ArrayList<>();
        Map<String, Integer> extensions = new LinkedHashMap<>();
        Map<Integer, Codec> payloadTypes = new HashMap<>();
        List<Fingerprint> fingerprints = List.of();
        for (MediaSection section : offer.sections()) {
            if (!bundle.contains(section.mid()) || !isUsable(section)) {
                continue;
            }
            boolean publishes = sending.contains(section.mid());
            if (publishes ? !section.direction().sends() : !section.direction().receives()) {
                continue;
            }
            List<Codec> codecs = codecs(section);
            if (codecs.isEmpty()) {
                continue;
            }
            requirePassive(section);
            codecs.forEach(codec -> claim(codec, payloadTypes));
            accepted.add(
                    new Accepted(section, publishes, codecs, extensions(section, publishes, settings, extensions)));
            fingerprints = section.fingerprints().stream()
                    .filter(fingerprint -> HASHES.contains(fingerprint.algorithm()))
                    .toList();
        }
        if (accepted.isEmpty()) {
            throw new SdpException(
                    "no section can be used: audio needs opus, video one of VP8, VP9, H264, AV1, and all of"
                            + " them BUNDLE, rtcp-mux, ICE and DTLS");
        }
        if (fingerprints.isEmpty()) {
            throw new SdpException("a=fingerprint with sha-256, sha-384 or sha-512 is missing");
        }
        var publications = accepted.stream()
                .filter(Accepted::publishes)
                .map(section -> new Negotiated.Publication(section.mid(), section.isVideo(), section.rids()))
                .toList();
        var slots = accepted.stream()
                .filter(section -> !section.publishes())
                .map(this::slot)
                .toList();
        String sdp = new AnswerWriter(settings, sessionId, ++version).write(offer, accepted, slots);
        return new Negotiated(
                sdp, fingerprints, agreed(accepted, false), agreed(accepted, true), extensions, publications, slots);
    }

    /// A section of the answer that is not rejected.
    record Accepted(MediaSection offered, boolean publishes, List<Codec> codecs, Map<String, Integer> extensions) {
        String mid() {
            return offered.mid();
        }

        boolean isVideo() {
            return offered.kind().equals("video");
        }

        /// Simulcast needs the header extension: without it browsers refuse the answer, or send layers that nobody can
        /// tell apart.
        List<String> rids() {
            return isSimulcast() ? offered.rids().stream().map(Rid::id).toList() : List.of();
        }

        boolean isSimulcast() {
            return publishes && !offered.rids().isEmpty() && extensions.containsKey(AnswerWriter.RID_URI);
        }
    }

    private static boolean isUsable(MediaSection section) {
        return section.isMedia()
                && section.port() != 0
                && PROTOCOLS.contains(section.protocol())
                && section.rtcpMux()
                && section.ufrag().isPresent()
                && section.password().isPresent();
    }

    private static void requirePassive(MediaSection section) {
        if (!section.setup().equals("actpass") && !section.setup().equals("active")) {
            throw new SdpException("a=setup is actpass or active, since the server is passive");
        }
    }

    private static List<Codec> codecs(MediaSection section) {
        Set<String> known = section.kind().equals("video") ? VIDEO_CODECS : AUDIO_CODECS;
        return section.codecs().stream()
                .filter(codec -> known.contains(codec.name()))
                .filter(codec -> !codec.name().equals("H264") || codec.fmtp().contains("packetization-mode=1"))
                .toList();
    }

    /// A payload type means the same in the whole bundle (RFC 9143 section 10.1.2).
    private static void claim(Codec codec, Map<Integer, Codec> payloadTypes) {
        Codec before = payloadTypes.putIfAbsent(codec.payloadType(), codec);
        if (before != null && (!before.name().equals(codec.name()) || before.clockRate() != codec.clockRate())) {
            throw new SdpException("payload type " + codec.payloadType() + " means two codecs in one bundle");
        }
    }

    /// An extension id means the same in the whole bundle (RFC 9143 section 10).
    private static Map<String, Integer> extensions(
            MediaSection section, boolean publishes, AnswerSettings settings, Map<String, Integer> all) {
        Map<String, Integer> agreed = new LinkedHashMap<>();
        section.extensions().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .filter(entry -> settings.extensions().contains(entry.getKey()))
                .filter(entry -> publishes || !AnswerWriter.isLayerExtension(entry.getKey()))
                .forEach(entry -> {
                    int id = all.computeIfAbsent(entry.getKey(), uri -> entry.getValue());
                    if (id != entry.getValue()
                            || all.values().stream()
                                            .filter(other -> other == id)
                                            .count()
                                    > 1) {
                        throw new SdpException("the header extension " + entry.getKey() + " has two ids in one bundle,"
                                + " or shares one");
                    }
                    agreed.put(entry.getKey(), id);
                });
        return agreed;
    }

    private static List<Codec> agreed(List<Accepted> accepted, boolean video) {
        Map<Integer, Codec> codecs = new LinkedHashMap<>();
        accepted.stream()
                .filter(section -> section.isVideo() == video)
                .flatMap(section -> section.codecs().stream())
                .forEach(codec -> codecs.putIfAbsent(codec.payloadType(), codec));
        return List.copyOf(codecs.values());
    }

    private Negotiated.Slot slot(Accepted section) {
        return slotsByMid.computeIfAbsent(
                section.mid(),
                mid -> new Negotiated.Slot(mid, section.isVideo(), newSsrc(), section.isVideo() ? newSsrc() : 0));
    }

    private int newSsrc() {
        while (true) {
            int ssrc = ssrcs.getAsInt();
            boolean taken =
                    slotsByMid.values().stream().anyMatch(slot -> slot.ssrc() == ssrc || slot.rtxSsrc() == ssrc);
            if (ssrc != 0 && !taken) {
                return ssrc;
            }
        }
    }
}
