package dev.moim.signaling.sdp;

import java.util.Set;

/// A payload type of a section with everything said about it.
///
/// @param name encoding name in upper case
/// @param payloadType 0 to 127
/// @param rtxPayloadType its retransmissions' (RFC 4588), or -1
/// @param clockRate in Hz
/// @param channels 1 when the description says nothing
/// @param fmtp as it stands, empty without one
/// @param feedback values of `a=rtcp-fb`, for example `nack pli`
public record Codec(
        String name,
        int payloadType,
        int rtxPayloadType,
        int clockRate,
        int channels,
        String fmtp,
        Set<String> feedback) {
    public Codec {
        feedback = Set.copyOf(feedback);
    }
}
