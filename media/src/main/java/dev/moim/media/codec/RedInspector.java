package dev.moim.media.codec;

import dev.moim.media.rtp.RtpView;

/// Redundant audio (RFC 2198): a packet whose blocks can be told apart stands alone.
final class RedInspector implements FrameInspector {
    @Override
    public boolean inspect(RtpView packet, FrameInfo out) {
        out.reset();
        if (RedPayload.primaryOffset(packet.buffer(), packet.payloadOffset(), packet.payloadLength()) < 0) {
            return false;
        }
        out.keyFrame = true;
        out.startOfFrame = true;
        out.endOfFrame = true;
        out.layerSync = true;
        return true;
    }
}
