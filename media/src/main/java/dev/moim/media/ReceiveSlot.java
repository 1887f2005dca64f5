package dev.moim.media;

import java.util.Set;

/// An m-section in which the peer receives one endless stream, whichever source is in it.
///
/// @param mid its `a=mid`
/// @param media audio or video
/// @param ssrc the SSRC the server sends with, promised in the answer
/// @param rtxSsrc the SSRC of its retransmissions (RFC 4588), promised in the answer's FID group; unused for audio
/// @param extensions the header extensions that this section agreed to, of those of the bundle
public record ReceiveSlot(String mid, MediaKind media, int ssrc, int rtxSsrc, Set<HeaderExtension> extensions) {
    public ReceiveSlot {
        extensions = Set.copyOf(extensions);
    }

    /// Whether the other one, of a later offer, is the same stream.
    public boolean isSameStream(ReceiveSlot other) {
        return mid.equals(other.mid) && media == other.media && ssrc == other.ssrc && rtxSsrc == other.rtxSsrc;
    }
}
