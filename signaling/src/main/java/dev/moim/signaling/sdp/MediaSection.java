package dev.moim.signaling.sdp;

import java.util.List;
import java.util.Optional;

/// One `m=` section, with what it inherits from the session level.
///
/// @param kind `audio`, `video`, `application` or whatever the offer says
/// @param port 0 when the section is rejected or stopped; 9 when it is only part of the bundle
/// @param protocol for example `UDP/TLS/RTP/SAVPF`
/// @param formats as they stand in the m-line
/// @param mid empty only in a rejected section that has none
/// @param rtcpReducedSize whether feedback may stand alone (RFC 5506)
/// @param codecs in the order of the m-line, without retransmission types
/// @param extensions those with ids of the one-byte form
/// @param rids layers that are sent, in the order of `a=simulcast`
/// @param candidates values of `a=candidate`, without the name
/// @param ssrcs streams that are sent (RFC 5576), in order; unsigned
public record MediaSection(
        String kind,
        int port,
        String protocol,
        List<String> formats,
        String mid,
        Direction direction,
        Optional<String> ufrag,
        Optional<String> password,
        List<Fingerprint> fingerprints,
        String setup,
        boolean rtcpMux,
        boolean rtcpReducedSize,
        List<Codec> codecs,
        List<Extension> extensions,
        List<Rid> rids,
        List<String> candidates,
        List<Integer> ssrcs) {
    public MediaSection {
        formats = List.copyOf(formats);
        fingerprints = List.copyOf(fingerprints);
        codecs = List.copyOf(codecs);
        extensions = List.copyOf(extensions);
        rids = List.copyOf(rids);
        candidates = List.copyOf(candidates);
        ssrcs = List.copyOf(ssrcs);
    }

    /// Says no password.
    @Override
    public String toString() {
        return "MediaSection[" + kind + " " + mid + " " + direction + "]";
    }

    boolean isMedia() {
        return kind.equals("audio") || isVideo();
    }

    boolean isVideo() {
        return kind.equals("video");
    }
}
