package dev.moim.media.codec;

import dev.moim.media.rtp.RtpView;

/// Opus (RFC 7587): every packet stands alone.
final class OpusInspector implements FrameInspector {
    @Override
    public boolean inspect(RtpView packet, FrameInfo out) {
        out.reset();
        if (packet.payloadLength() == 0) {
            return false;
        }
        out.keyFrame = true;
        out.startOfFrame = true;
        out.endOfFrame = true;
        out.layerSync = true;
        return true;
    }
}
