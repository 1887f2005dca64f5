package dev.moim.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A section of the answer that is not rejected.
///
/// @param codecs those of the offer that the server forwards
/// @param extensions as offered
record AcceptedSection(MediaSection offered, Use use, List<Codec> codecs, List<Extension> extensions) {
    enum Use {
        /// The client sends.
        PUBLICATION,
        /// The client receives.
        SLOT,
        /// Nobody sends for now: the client may not, or does not want to. Not rejected, for that ends a section for
        /// ever, and Chromium refuses the whole answer when it happens to the first one.
        INACTIVE
    }

    String mid() {
        return offered.mid();
    }

    boolean isVideo() {
        return offered.isVideo();
    }

    /// Whether it may have layers; one that is inactive keeps them for later. Simulcast needs the header extension:
    /// without it browsers refuse the answer, or send layers that nobody can tell apart.
    boolean isSimulcast() {
        return use != Use.SLOT
                && !offered.rids().isEmpty()
                && extensions.stream().anyMatch(extension -> extension.uri().equals(Bundle.RID_URI));
    }

    Set<String> extensionUris() {
        return extensions.stream().map(Extension::uri).collect(Collectors.toUnmodifiableSet());
    }

    List<String> rids() {
        var rids = new ArrayList<String>();
        if (isSimulcast()) {
            offered.rids().forEach(rid -> rids.add(rid.id()));
        }
        return rids;
    }

    boolean hasRetransmissions() {
        for (Codec codec : codecs) {
            if (codec.rtxPayloadType() >= 0) {
                return true;
            }
        }
        return false;
    }

    /// Adds the codecs that are not there yet, by payload type.
    void addCodecs(Map<Integer, Codec> known) {
        codecs.forEach(codec -> known.putIfAbsent(codec.payloadType(), codec));
    }
}
