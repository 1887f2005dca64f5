package dev.moim.media.record;

/// Reads bits, the highest of a byte first. Behind the end come zeros, and [#isPastEnd] says so. One thread.
final class BitReader {
    private final byte[] bytes;
    private final int end;
    private long position;

    BitReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        position = 8L * offset;
        end = offset + length;
    }

    boolean flag() {
        return bits(1) != 0;
    }

    /// @param count 0 to 32
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            int index = (int) (position >> 3);
            int bit = index < end ? (bytes[index] >> (7 - (int) (position & 7))) & 1 : 0;
            value = (value << 1) | bit;
            position++;
        }
        return value;
    }

    void skip(int count) {
        position += count;
    }

    /// Unsigned exp-Golomb code (ITU-T H.264 section 9.1); AV1's uvlc() is the same.
    int unsignedGolomb() {
        int zeros = 0;
        while (zeros < 32 && !isPastEnd() && !flag()) {
            zeros++;
        }
        return zeros >= 32 ? -1 : (1 << zeros) - 1 + bits(zeros);
    }

    int signedGolomb() {
        int code = unsignedGolomb();
        return (code & 1) == 0 ? -(code >>> 1) : (code >>> 1) + 1;
    }

    boolean isPastEnd() {
        return position > 8L * end;
    }
}
