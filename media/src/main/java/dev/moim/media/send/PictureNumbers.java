package dev.moim.media.send;

import dev.moim.media.track.PacketInfo;

/// The picture counters inside the payload that a slot keeps growing by one over all its sources: VP8's picture id and
/// TL0PICIDX (RFC 7741 section 4.2), and the dependency descriptor's frame number. A decoder drops what seems to be
/// from the past. One thread.
final class PictureNumbers {
    private static final int PICTURE_SHIFT = Integer.SIZE - 15;

    private int lastPicture;
    private int lastTl0;
    private int lastFrameNumber;
    private int pictureOffset;
    private int tl0Offset;
    private int frameNumberOffset;

    /// Makes the packet's picture the next one.
    void start(PacketInfo info, byte[] buffer) {
        if (info.frame.pictureId >= 0) {
            pictureOffset = lastPicture + 1 - info.frame.pictureId;
        }
        if (info.frame.tl0PicIdx >= 0) {
            tl0Offset = lastTl0 + 1 - info.frame.tl0PicIdx;
        }
        if (info.descriptorOffset >= 0) {
            frameNumberOffset = lastFrameNumber + 1 - frameNumber(info, buffer);
        }
    }

    void onForwarded(PacketInfo info, byte[] buffer) {
        if (info.frame.pictureId >= 0) {
            int picture = info.frame.pictureId + pictureOffset;
            if ((picture - lastPicture) << PICTURE_SHIFT > 0) {
                lastPicture = picture;
            }
        }
        if (info.frame.tl0PicIdx >= 0) {
            int tl0 = info.frame.tl0PicIdx + tl0Offset;
            if ((byte) (tl0 - lastTl0) > 0) {
                lastTl0 = tl0;
            }
        }
        if (info.descriptorOffset >= 0) {
            int number = frameNumber(info, buffer) + frameNumberOffset;
            if ((short) (number - lastFrameNumber) > 0) {
                lastFrameNumber = number;
            }
        }
    }

    int pictureOffset() {
        return pictureOffset;
    }

    int tl0Offset() {
        return tl0Offset;
    }

    int frameNumberOffset() {
        return frameNumberOffset;
    }

    private static int frameNumber(PacketInfo info, byte[] buffer) {
        return ((buffer[info.descriptorOffset + 1] & 0xFF) << 8) | (buffer[info.descriptorOffset + 2] & 0xFF);
    }
}
