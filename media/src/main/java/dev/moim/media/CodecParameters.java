package dev.moim.media;

/// One codec as negotiated with one peer, valid for all m-sections of its bundle.
///
/// @param name encoding name in upper case as registered (RFC 4855): VP8, VP9, H264, AV1, OPUS, RED
/// @param payloadType 0 to 127, chosen by the offerer
/// @param rtxPayloadType the retransmission payload type (RFC 4588), or -1 without one
/// @param clockRate in Hz
/// @param fmtp the format parameters as they stand in the SDP, empty when there are none; decides whether two H.264
///     or VP9 variants match
/// @param nack whether generic NACK (RFC 4585) was agreed
public record CodecParameters(
        MediaKind media, String name, int payloadType, int rtxPayloadType, int clockRate, String fmtp, boolean nack) {
    public CodecParameters {
        if (payloadType < 0 || payloadType > 127 || rtxPayloadType < -1 || rtxPayloadType > 127) {
            throw new IllegalArgumentException("payload types are 0 to 127");
        }
        if (clockRate <= 0) {
            throw new IllegalArgumentException("the clock rate is positive");
        }
    }
}
