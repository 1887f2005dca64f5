package dev.moim.media.codec;

import dev.moim.media.rtp.RtpView;

/// VP9 payload descriptor (RFC 9628 section 4.2), without the scalability structure: no field that matters here follows
/// it.
final class Vp9Inspector implements FrameInspector {
    private static final int HAS_PICTURE_ID = 0x80;
    private static final int INTER_PREDICTED = 0x40;
    private static final int HAS_LAYERS = 0x20;
    private static final int FLEXIBLE = 0x10;
    private static final int START = 0x08;
    private static final int END = 0x04;

    @Override
    public boolean inspect(RtpView packet, FrameInfo out) {
        out.reset();
        byte[] buffer = packet.buffer();
        int position = packet.payloadOffset();
        int end = position + packet.payloadLength();
        if (position >= end) {
            return false;
        }
        int flags = buffer[position++];
        if ((flags & HAS_PICTURE_ID) != 0) {
            if (position >= end) {
                return false;
            }
            int first = buffer[position++];
            if ((first & 0x80) == 0) {
                out.pictureId = first;
                out.pictureIdBits = 7;
            } else {
                if (position >= end) {
                    return false;
                }
                out.pictureId = ((first & 0x7F) << 8) | (buffer[position++] & 0xFF);
                out.pictureIdBits = 15;
            }
        }
        boolean interLayer = false;
        if ((flags & HAS_LAYERS) != 0) {
            if (position >= end) {
                return false;
            }
            int layers = buffer[position++] & 0xFF;
            out.temporalLayer = layers >> 5;
            out.layerSync = (layers & 0x10) != 0;
            out.spatialLayer = (layers >> 1) & 0x07;
            interLayer = (layers & 0x01) != 0;
            if ((flags & FLEXIBLE) == 0) {
                if (position >= end) {
                    return false;
                }
                out.tl0PicIdx = buffer[position++] & 0xFF;
            }
        }
        if (position >= end) {
            return false;
        }
        out.startOfFrame = (flags & START) != 0;
        out.endOfFrame = (flags & END) != 0;
        out.interPredicted = (flags & INTER_PREDICTED) != 0;
        // An upper spatial layer of a key picture is decodable only from the layer below: not a key frame by itself.
        out.keyFrame = out.startOfFrame && !out.interPredicted && !interLayer && out.spatialLayer == 0;
        out.layerSync |= out.keyFrame;
        return true;
    }
}
