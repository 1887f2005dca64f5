package dev.moim.signaling.loadtest;

/// Payloads that look like VP8 (RFC 7741) to whoever reads descriptors and headers, 640x360; the picture is not one.
final class Vp8Payload {
    /// Where [Stamp] is: behind the descriptor and the longest payload header.
    static final int STAMP_OFFSET = 16;

    private static final int DESCRIPTOR_BYTES = 6;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    private Vp8Payload() {}

    /// @param pictureId its low 15 bits are written
    /// @param tl0PicIdx its low 8 bits are written
    static void write(byte[] out, boolean startOfFrame, boolean keyFrame, int pictureId, int tl0PicIdx) {
        out[0] = (byte) (0x80 | (startOfFrame ? 0x10 : 0));
        out[1] = (byte) 0xE0;
        out[2] = (byte) (0x80 | ((pictureId >> 8) & 0x7F));
        out[3] = (byte) pictureId;
        out[4] = (byte) tl0PicIdx;
        // Temporal layer 0 of a stream that has no others.
        out[5] = 0;
        if (startOfFrame) {
            // Section 4.3: the inverse key frame bit, version 0, shown, and a first partition's size.
            out[DESCRIPTOR_BYTES] = (byte) (0x10 | (keyFrame ? 0 : 1));
            out[DESCRIPTOR_BYTES + 1] = 2;
            out[DESCRIPTOR_BYTES + 2] = 0;
        }
        if (startOfFrame && keyFrame) {
            byte[] start = {
                (byte) 0x9D, 0x01, 0x2A, (byte) WIDTH, (byte) (WIDTH >> 8), (byte) HEIGHT, (byte) (HEIGHT >> 8)
            };
            System.arraycopy(start, 0, out, DESCRIPTOR_BYTES + 3, start.length);
        }
    }

    /// Whether a payload of ours begins a key frame.
    static boolean startsKeyFrame(byte[] buffer, int offset, int length) {
        return length > STAMP_OFFSET
                && (buffer[offset] & 0x17) == 0x10
                && (buffer[offset + DESCRIPTOR_BYTES] & 0x01) == 0;
    }
}
