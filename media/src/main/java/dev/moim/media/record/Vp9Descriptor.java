package dev.moim.media.record;

/// Finds the end of a VP9 payload descriptor (RFC 9628 section 4.2) and the size in its scalability structure. One
/// thread.
final class Vp9Descriptor {
    private static final int HAS_PICTURE_ID = 0x80;
    private static final int INTER_PREDICTED = 0x40;
    private static final int HAS_LAYERS = 0x20;
    private static final int FLEXIBLE = 0x10;
    private static final int HAS_STRUCTURE = 0x02;

    /// Section 4.2: a picture refers to three others at most.
    private static final int MAX_REFERENCES = 3;

    private int width;
    private int height;

    /// @return bytes of the descriptor, or -1 when it is malformed
    int read(byte[] bytes, int offset, int length) {
        width = 0;
        height = 0;
        int end = offset + length;
        if (length < 1) {
            return -1;
        }
        int flags = bytes[offset];
        int position = offset + 1;
        if ((flags & HAS_PICTURE_ID) != 0) {
            if (position >= end) {
                return -1;
            }
            position += (bytes[position] & 0x80) != 0 ? 2 : 1;
        }
        boolean flexible = (flags & FLEXIBLE) != 0;
        if ((flags & HAS_LAYERS) != 0) {
            position += flexible ? 1 : 2;
        }
        if (flexible && (flags & INTER_PREDICTED) != 0) {
            int references = 0;
            boolean more = true;
            while (more) {
                if (position >= end || references++ == MAX_REFERENCES) {
                    return -1;
                }
                more = (bytes[position++] & 0x01) != 0;
            }
        }
        if ((flags & HAS_STRUCTURE) != 0) {
            position = skipStructure(bytes, position, end);
        }
        return position < 0 || position > end ? -1 : position - offset;
    }

    private int skipStructure(byte[] bytes, int start, int end) {
        if (start >= end) {
            return -1;
        }
        int head = bytes[start] & 0xFF;
        int position = start + 1;
        if ((head & 0x10) != 0) {
            int last = position + 4 * (head >> 5);
            if (last + 4 > end) {
                return -1;
            }
            width = uint16(bytes, last);
            height = uint16(bytes, last + 2);
            position = last + 4;
        }
        if ((head & 0x08) != 0) {
            if (position >= end) {
                return -1;
            }
            int pictures = bytes[position++] & 0xFF;
            for (int i = 0; i < pictures; i++) {
                if (position >= end) {
                    return -1;
                }
                position += 1 + ((bytes[position] >> 2) & 0x03);
            }
        }
        return position;
    }

    /// Of the highest spatial layer; 0 when the packet does not say.
    int width() {
        return width;
    }

    int height() {
        return height;
    }

    private static int uint16(byte[] bytes, int position) {
        return ((bytes[position] & 0xFF) << 8) | (bytes[position + 1] & 0xFF);
    }
}
