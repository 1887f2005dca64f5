package dev.moim.media.codec;

/// Where the fields of a VP8 payload descriptor are (RFC 7741 section 4.2). The offsets may only be asked for once
/// [#length] found the descriptor whole.
public final class Vp8Descriptor {
    private static final int EXTENDED = 0x80;
    private static final int PICTURE_ID = 0x80;
    private static final int TL0_PIC_IDX = 0x40;
    private static final int TEMPORAL_OR_KEY_INDEX = 0x30;
    private static final int TEMPORAL_ID = 0x20;

    private Vp8Descriptor() {}

    /// Bytes of the descriptor, or -1 when the payload ends inside it.
    public static int length(byte[] buffer, int start, int count) {
        if (count < 1) {
            return -1;
        }
        if ((buffer[start] & EXTENDED) == 0) {
            return 1;
        }
        if (count < 2) {
            return -1;
        }
        int flags = buffer[start + 1];
        int length = 2;
        if ((flags & PICTURE_ID) != 0) {
            if (count < 3) {
                return -1;
            }
            length += pictureIdBytes(buffer[start + 2]);
        }
        if ((flags & TL0_PIC_IDX) != 0) {
            length++;
        }
        if ((flags & TEMPORAL_OR_KEY_INDEX) != 0) {
            length++;
        }
        return length <= count ? length : -1;
    }

    /// Of the picture id, or -1 without one.
    static int pictureIdOffset(byte[] buffer, int start) {
        return has(buffer, start, PICTURE_ID) ? start + 2 : -1;
    }

    /// Of TL0PICIDX, or -1 without one.
    static int tl0Offset(byte[] buffer, int start) {
        return has(buffer, start, TL0_PIC_IDX) ? afterPictureId(buffer, start) : -1;
    }

    /// Of the byte with TID and Y, or -1 when it is not there or says KEYIDX only.
    static int layersOffset(byte[] buffer, int start) {
        if (!has(buffer, start, TEMPORAL_ID)) {
            return -1;
        }
        return afterPictureId(buffer, start) + (has(buffer, start, TL0_PIC_IDX) ? 1 : 0);
    }

    private static int afterPictureId(byte[] buffer, int start) {
        int position = start + 2;
        return has(buffer, start, PICTURE_ID) ? position + pictureIdBytes(buffer[position]) : position;
    }

    private static int pictureIdBytes(byte first) {
        return (first & 0x80) != 0 ? 2 : 1;
    }

    private static boolean has(byte[] buffer, int start, int flag) {
        return (buffer[start] & EXTENDED) != 0 && (buffer[start + 1] & flag) != 0;
    }
}
