package dev.moim.signaling.loadtest;

import dev.moim.media.DtlsFingerprint;
import dev.moim.signaling.sdp.MediaSection;
import dev.moim.signaling.sdp.SessionDescription;
import dev.moim.stunturn.IceCredentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a participant needs of the server's answer.
///
/// @param candidates the server's UDP addresses, the preferred first; not empty
/// @param publications mids of the sections in which the server receives
record Answer(
        IceCredentials ice,
        List<DtlsFingerprint> fingerprints,
        List<InetSocketAddress> candidates,
        List<String> publications,
        List<Slot> slots) {

    /// A section in which the server sends.
    ///
    /// @param rtxSsrc of retransmissions, 0 without any
    record Slot(String mid, boolean video, int ssrc, int rtxSsrc) {}

    /// @throws JoinException when it is not an answer to one of our offers
    static Answer parse(String text) {
        List<MediaSection> sections = SessionDescription.parse(text).sections().stream()
                .filter(section -> section.port() != 0)
                .toList();
        if (sections.isEmpty()) {
            throw new JoinException("the answer rejects every section");
        }
        MediaSection first = sections.getFirst();
        List<InetSocketAddress> candidates = first.candidates().stream()
                .flatMap(value -> candidate(value).stream())
                .toList();
        if (candidates.isEmpty()) {
            throw new JoinException("the answer has no UDP candidate");
        }
        return new Answer(
                new IceCredentials(
                        first.ufrag().orElseThrow(() -> new JoinException("the answer has no a=ice-ufrag")),
                        first.password().orElseThrow(() -> new JoinException("the answer has no a=ice-pwd"))),
                first.fingerprints().stream()
                        .map(it -> new DtlsFingerprint(it.algorithm(), it.value()))
                        .toList(),
                candidates,
                sections.stream()
                        .filter(section -> section.direction().receives())
                        .map(MediaSection::mid)
                        .toList(),
                slots(sections));
    }

    /// The same with the candidates of one address first: where signaling goes, media probably goes too.
    Answer preferring(InetAddress address) {
        var ordered = candidates.stream()
                .sorted(Comparator.comparing(
                        candidate -> !candidate.getAddress().equals(address)))
                .toList();
        return new Answer(ice, fingerprints, ordered, publications, slots);
    }

    private static List<Slot> slots(List<MediaSection> sections) {
        List<Slot> slots = new ArrayList<>();
        for (MediaSection section : sections) {
            if (section.direction().sends()) {
                List<Integer> ssrcs = section.ssrcs();
                if (ssrcs.isEmpty()) {
                    throw new JoinException("the slot " + section.mid() + " has no a=ssrc");
                }
                slots.add(new Slot(
                        section.mid(),
                        section.kind().equals("video"),
                        ssrcs.getFirst(),
                        ssrcs.size() > 1 ? ssrcs.get(1) : 0));
            }
        }
        return slots;
    }

    /// Reads `foundation component transport priority address port typ …` (RFC 8839 section 5.1). Names instead of
    /// addresses are left out, as are other transports.
    private static Optional<InetSocketAddress> candidate(String value) {
        String[] words = value.split(" ");
        if (words.length < 8 || !words[2].equalsIgnoreCase("udp") || !words[5].matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(words[4]), Integer.parseInt(words[5])));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
