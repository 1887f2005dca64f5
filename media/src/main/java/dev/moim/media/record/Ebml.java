package dev.moim.media.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Writes EBML elements (RFC 8794) behind one another. One thread.
final class Ebml {
    static final int VOID = 0xEC;

    /// Sizes of elements whose end is not known when they begin are kept in four bytes.
    private static final int MASTER_SIZE_BYTES = 4;

    private byte[] bytes = new byte[4 << 10];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    void clear() {
        length = 0;
    }

    /// Begins an element that has others in it.
    ///
    /// @return what [#end] takes
    int begin(int id) {
        id(id);
        number(0, MASTER_SIZE_BYTES);
        return length;
    }

    void end(int begun) {
        int size = length - begun;
        int behind = length;
        length = begun - MASTER_SIZE_BYTES;
        number(0x1000_0000L | size, MASTER_SIZE_BYTES);
        length = behind;
    }

    void unsigned(int id, long value) {
        int count = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / 8);
        id(id);
        size(count);
        number(value, count);
    }

    /// In eight bytes, for positions that are filled in later and dates.
    void wide(int id, long value) {
        id(id);
        size(8);
        number(value, 8);
    }

    void real(int id, double value) {
        wide(id, Double.doubleToLongBits(value));
    }

    void text(int id, String value) {
        byte[] encoded = value.getBytes(UTF_8);
        binary(id, encoded, 0, encoded.length);
    }

    void binary(int id, byte[] from, int offset, int count) {
        id(id);
        size(count);
        append(from, offset, count);
    }

    /// An element of this many bytes in all that means nothing, to be overwritten later.
    ///
    /// @param count 2 to 128
    void gap(int count) {
        id(VOID);
        size(count - 2);
        number(0, count - 2);
    }

    void id(int id) {
        number(id & 0xFFFF_FFFFL, (Integer.SIZE - Integer.numberOfLeadingZeros(id) + 7) / 8);
    }

    /// In as few bytes as it takes (RFC 8794 section 4).
    void size(long size) {
        int count = 1;
        // All ones mean an unknown size.
        while (size >= (1L << (7 * count)) - 1) {
            count++;
        }
        number(size | (1L << (7 * count)), count);
    }

    /// In the low bytes of the number, the highest first.
    void number(long value, int count) {
        reserve(count);
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            bytes[length++] = shift > 56 ? 0 : (byte) (value >>> shift);
        }
    }

    void append(byte[] from, int offset, int count) {
        reserve(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }
}
