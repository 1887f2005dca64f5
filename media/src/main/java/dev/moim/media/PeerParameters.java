package dev.moim.media;

import java.util.List;
import java.util.Map;

/// Everything the engine must know of a peer, free of SDP. Header extension ids and payload types hold for the whole
/// bundle (RFC 9143).
///
/// @param fingerprints what the peer's certificate must match, at least one
/// @param codecs the agreed codecs of all m-sections
/// @param extensions the header extensions agreed in any m-section, and the peer's ids for them, 1 to 14
/// @param publications where the peer sends
/// @param slots where the peer receives
public record PeerParameters(
        List<DtlsFingerprint> fingerprints,
        List<CodecParameters> codecs,
        Map<HeaderExtension, Integer> extensions,
        List<Publication> publications,
        List<ReceiveSlot> slots) {
    public PeerParameters {
        fingerprints = List.copyOf(fingerprints);
        codecs = List.copyOf(codecs);
        extensions = Map.copyOf(extensions);
        publications = List.copyOf(publications);
        slots = List.copyOf(slots);
        if (fingerprints.isEmpty()) {
            throw new IllegalArgumentException("a peer has a certificate fingerprint");
        }
    }
}
