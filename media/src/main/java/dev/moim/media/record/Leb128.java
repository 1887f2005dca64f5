package dev.moim.media.record;

/// AV1's numbers of variable length (bitstream specification section 4.10.5), as far as they count bytes of a packet.
final class Leb128 {
    private static final int MAX_BYTES = 8;

    private Leb128() {}

    /// Reads a number.
    ///
    /// @return what [#bytes] and [#value] take apart, or -1 when it is malformed or above 2^31
    static long read(byte[] bytes, int offset, int end) {
        long value = 0;
        for (int i = 0; i < MAX_BYTES && offset + i < end; i++) {
            value |= (bytes[offset + i] & 0x7FL) << (7 * i);
            if ((bytes[offset + i] & 0x80) == 0) {
                return value > Integer.MAX_VALUE ? -1 : ((i + 1L) << 32) | value;
            }
        }
        return -1;
    }

    static int bytes(long read) {
        return (int) (read >> 32);
    }

    static int value(long read) {
        return (int) read;
    }

    /// @return false when it does not fit
    static boolean append(FrameBuffer out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            if (!out.append(rest | 0x80)) {
                return false;
            }
            rest >>>= 7;
        }
        return out.append(rest);
    }
}
