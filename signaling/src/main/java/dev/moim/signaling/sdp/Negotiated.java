package dev.moim.signaling.sdp;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// An answer, and what was agreed by it.
///
/// @param sdp the answer's text
/// @param fingerprints of the client's certificate
/// @param audioCodecs agreed in any audio section
/// @param videoCodecs agreed in any video section
/// @param extensions header extensions agreed in any section, and their ids, which are the bundle's
public record Negotiated(
        String sdp,
        List<Fingerprint> fingerprints,
        List<Codec> audioCodecs,
        List<Codec> videoCodecs,
        Map<String, Integer> extensions,
        List<Publication> publications,
        List<Slot> slots) {
    public Negotiated {
        fingerprints = List.copyOf(fingerprints);
        audioCodecs = List.copyOf(audioCodecs);
        videoCodecs = List.copyOf(videoCodecs);
        extensions = Map.copyOf(extensions);
        publications = List.copyOf(publications);
        slots = List.copyOf(slots);
    }

    /// A section in which the client sends.
    ///
    /// @param rids simulcast layers in the order of the offer, empty without simulcast
    public record Publication(String mid, boolean video, List<String> rids) {
        public Publication {
            rids = List.copyOf(rids);
        }
    }

    /// A section in which the client receives.
    ///
    /// @param rtxSsrc 0 for audio, whose retransmissions use the same SSRC
    /// @param extensions URIs of the header extensions that this section agreed to
    public record Slot(String mid, boolean video, int ssrc, int rtxSsrc, Set<String> extensions) {
        public Slot {
            extensions = Set.copyOf(extensions);
        }

        Slot with(Set<String> agreed) {
            return new Slot(mid, video, ssrc, rtxSsrc, agreed);
        }
    }

    /// Says no password, which the answer's text has.
    @Override
    public String toString() {
        return "Negotiated[" + publications + ", " + slots + "]";
    }
}
