package dev.moim.media.codec;

import dev.moim.media.rtp.RtpView;

/// Reads what an SFU must know of a packet from its payload. Without state: one inspector serves any number of streams
/// and threads.
public sealed interface FrameInspector
        permits Vp8Inspector, Vp9Inspector, H264Inspector, Av1Inspector, OpusInspector, RedInspector {
    /// The inspector of a codec.
    ///
    /// @param codecName encoding name as registered (RFC 4855), in upper case
    /// @throws IllegalArgumentException for a codec that the engine does not know
    static FrameInspector of(String codecName) {
        return switch (codecName) {
            case "VP8" -> new Vp8Inspector();
            case "VP9" -> new Vp9Inspector();
            case "H264" -> new H264Inspector();
            case "AV1" -> new Av1Inspector();
            case "OPUS" -> new OpusInspector();
            case "RED" -> new RedInspector();
            default -> throw new IllegalArgumentException("no inspector for codec " + codecName);
        };
    }

    /// Reads a decrypted packet whose padding was stripped.
    ///
    /// @return false when the payload is empty (a padding probe) or malformed; `out` says nothing then
    boolean inspect(RtpView packet, FrameInfo out);
}
