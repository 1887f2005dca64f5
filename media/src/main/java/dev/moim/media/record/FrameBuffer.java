package dev.moim.media.record;

import java.util.Arrays;

/// Collects the bytes of one picture. One thread.
final class FrameBuffer {
    /// Five times the largest key frame of 2160 lines that a browser was seen to send; a longer picture is dropped.
    static final int MAX_BYTES = 4 << 20;

    private byte[] bytes = new byte[256];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /// Forgets what was written behind this length.
    void cut(int newLength) {
        length = newLength;
    }

    /// @return false when it does not fit
    boolean append(byte[] from, int offset, int count) {
        if (!reserve(count)) {
            return false;
        }
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
        return true;
    }

    boolean append(int value) {
        if (!reserve(1)) {
            return false;
        }
        bytes[length++] = (byte) value;
        return true;
    }

    /// @return false when it does not fit
    boolean appendInt(int value) {
        return append(value >> 24) && append(value >> 16) && append(value >> 8) && append(value);
    }

    void setInt(int position, int value) {
        bytes[position] = (byte) (value >> 24);
        bytes[position + 1] = (byte) (value >> 16);
        bytes[position + 2] = (byte) (value >> 8);
        bytes[position + 3] = (byte) value;
    }

    private boolean reserve(int count) {
        if (count > MAX_BYTES - length) {
            return false;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, Math.max(2 * bytes.length, length + count)));
        }
        return true;
    }
}
