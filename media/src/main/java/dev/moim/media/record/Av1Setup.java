package dev.moim.media.record;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The sequence header of an AV1 stream, and what Matroska wants of it: the configuration record of "AV1 Codec ISO
/// Media File Format Binding" section 2.3. One thread.
final class Av1Setup {
    private static final int MAX_SEQUENCE_BYTES = 1024;

    private byte[] sequence = new byte[0];
    private byte @Nullable [] configuration;
    private int width;
    private int height;

    /// @param length of the whole unit with its header and size
    /// @param bodyLength of what stands behind them
    /// @return false when it is malformed
    boolean onSequence(byte[] bytes, int offset, int length, int bodyLength) {
        if (length > MAX_SEQUENCE_BYTES) {
            return false;
        }
        if (configuration != null && Arrays.equals(sequence, 0, sequence.length, bytes, offset, offset + length)) {
            return true;
        }
        Av1Sequence read = Av1Sequence.read(bytes, offset + length - bodyLength, bodyLength);
        if (read == null) {
            return false;
        }
        sequence = Arrays.copyOfRange(bytes, offset, offset + length);
        width = read.width();
        height = read.height();
        byte[] out = Arrays.copyOf(read.configurationHeader(), 4 + length);
        System.arraycopy(sequence, 0, out, 4, length);
        configuration = out;
        return true;
    }

    /// The same array as long as the sequence header is the same.
    byte @Nullable [] configuration() {
        return configuration;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
