package dev.moim.media.record;

import dev.moim.media.codec.Vp8Descriptor;

/// VP8 (RFC 7741): a picture is what stands behind its packets' descriptors.
final class Vp8Depacketizer extends Depacketizer {
    /// Frame tag, start code and size (RFC 6386 section 9.1).
    private static final int KEY_HEADER_BYTES = 10;

    @Override
    void begin() {}

    @Override
    boolean append(byte[] bytes, int offset, int length) {
        int header = Vp8Descriptor.length(bytes, offset, length);
        if (header < 0 || header >= length) {
            return false;
        }
        boolean first = (bytes[offset] & 0x17) == 0x10;
        if (first != (picture.length() == 0)) {
            return false;
        }
        return picture.append(bytes, offset + header, length - header);
    }

    @Override
    boolean complete(Frame out) {
        byte[] bytes = picture.bytes();
        if (picture.length() == 0) {
            return false;
        }
        out.key = (bytes[0] & 0x01) == 0;
        if (!out.key) {
            return true;
        }
        if (picture.length() < KEY_HEADER_BYTES
                || bytes[3] != (byte) 0x9D
                || bytes[4] != (byte) 0x01
                || bytes[5] != (byte) 0x2A) {
            return false;
        }
        out.width = (bytes[6] & 0xFF) | ((bytes[7] & 0x3F) << 8);
        out.height = (bytes[8] & 0xFF) | ((bytes[9] & 0x3F) << 8);
        return out.width > 0 && out.height > 0;
    }
}
