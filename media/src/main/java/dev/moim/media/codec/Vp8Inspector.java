package dev.moim.media.codec;

import dev.moim.media.rtp.RtpView;

/// VP8 payload descriptor and header (RFC 7741 sections 4.2 and 4.3).
final class Vp8Inspector implements FrameInspector {
    @Override
    public boolean inspect(RtpView packet, FrameInfo out) {
        out.reset();
        byte[] buffer = packet.buffer();
        int start = packet.payloadOffset();
        int count = packet.payloadLength();
        int headerBytes = Vp8Descriptor.length(buffer, start, count);
        if (headerBytes < 0 || headerBytes >= count) {
            return false;
        }
        int pictureId = Vp8Descriptor.pictureIdOffset(buffer, start);
        if (pictureId >= 0) {
            boolean wide = (buffer[pictureId] & 0x80) != 0;
            out.pictureIdBits = wide ? 15 : 7;
            out.pictureId = wide
                    ? ((buffer[pictureId] & 0x7F) << 8) | (buffer[pictureId + 1] & 0xFF)
                    : buffer[pictureId] & 0x7F;
        }
        int tl0 = Vp8Descriptor.tl0Offset(buffer, start);
        if (tl0 >= 0) {
            out.tl0PicIdx = buffer[tl0] & 0xFF;
        }
        int layers = Vp8Descriptor.layersOffset(buffer, start);
        if (layers >= 0) {
            out.temporalLayer = (buffer[layers] & 0xFF) >> 6;
            out.layerSync = (buffer[layers] & 0x20) != 0;
        }
        // S bit with partition 0; only then the VP8 payload header with its P bit follows (section 4.3).
        out.startOfFrame = (buffer[start] & 0x17) == 0x10;
        out.keyFrame = out.startOfFrame && (buffer[start + headerBytes] & 0x01) == 0;
        out.interPredicted = !out.keyFrame;
        out.layerSync |= out.keyFrame;
        out.endOfFrame = packet.marker();
        return true;
    }
}
