package dev.moim.media.codec;

/// Changes a VP8 payload descriptor in place, so that a slot that shows one source after another keeps counting
/// pictures (RFC 7741 section 4.2: picture id and TL0PICIDX grow by one).
public final class Vp8Rewrite {
    private Vp8Rewrite() {}

    /// Writes the numbers into the fields that the descriptor has, as wide as they are there.
    ///
    /// @param newPictureId its low 7 or 15 bits are used
    /// @param newTl0 its low 8 bits are used
    /// @return false when the descriptor is malformed; nothing is changed then
    public static boolean apply(byte[] buffer, int payloadOffset, int payloadLength, int newPictureId, int newTl0) {
        if (Vp8Descriptor.length(buffer, payloadOffset, payloadLength) < 0) {
            return false;
        }
        int tl0 = Vp8Descriptor.tl0Offset(buffer, payloadOffset);
        int pictureId = Vp8Descriptor.pictureIdOffset(buffer, payloadOffset);
        if (tl0 >= 0) {
            buffer[tl0] = (byte) newTl0;
        }
        if (pictureId >= 0) {
            if ((buffer[pictureId] & 0x80) != 0) {
                buffer[pictureId] = (byte) (0x80 | ((newPictureId >> 8) & 0x7F));
                buffer[pictureId + 1] = (byte) newPictureId;
            } else {
                buffer[pictureId] = (byte) (newPictureId & 0x7F);
            }
        }
        return true;
    }
}
