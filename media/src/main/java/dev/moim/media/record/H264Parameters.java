package dev.moim.media.record;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The parameter sets of an H.264 stream, and what Matroska wants of them: the decoder configuration record of
/// ISO/IEC 14496-15 section 5.3.3.1. One thread.
final class H264Parameters {
    /// Real ones have 10 to 100 bytes.
    private static final int MAX_SET_BYTES = 1024;

    /// ITU-T H.264 section 7.4: what their ids may be.
    private static final int MAX_SEQUENCE_SETS = 32;

    private static final int MAX_PICTURE_SETS = 256;

    private final Map<Integer, byte[]> sequences = new TreeMap<>();
    private final Map<Integer, byte[]> pictures = new TreeMap<>();
    private byte @Nullable [] latest;
    private byte @Nullable [] configuration;
    private int width;
    private int height;

    /// @return false when it is malformed
    boolean onSequence(byte[] bytes, int offset, int length) {
        if (length < 5 || length > MAX_SET_BYTES) {
            return false;
        }
        byte[] set = Arrays.copyOfRange(bytes, offset, offset + length);
        H264Sequence sequence = H264Sequence.read(set);
        if (sequence == null || sequence.id() >= MAX_SEQUENCE_SETS) {
            return false;
        }
        latest = keep(sequences, sequence.id(), set);
        width = sequence.width();
        height = sequence.height();
        return true;
    }

    /// @return false when it is malformed
    boolean onPicture(byte[] bytes, int offset, int length) {
        if (length < 2 || length > MAX_SET_BYTES) {
            return false;
        }
        int id = new BitReader(bytes, offset + 1, length - 1).unsignedGolomb();
        if (id < 0 || id >= MAX_PICTURE_SETS) {
            return false;
        }
        keep(pictures, id, Arrays.copyOfRange(bytes, offset, offset + length));
        return true;
    }

    private byte[] keep(Map<Integer, byte[]> sets, int id, byte[] set) {
        byte[] known = sets.get(id);
        if (known != null && Arrays.equals(known, set)) {
            return known;
        }
        sets.put(id, set);
        configuration = null;
        return set;
    }

    boolean isComplete() {
        return latest != null && !pictures.isEmpty();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /// The same array as long as the sets are the same; only when [#isComplete].
    byte[] configuration() {
        if (configuration == null) {
            configuration = build();
        }
        return configuration;
    }

    private byte[] build() {
        var out = new FrameBuffer();
        byte[] main = latest == null ? new byte[4] : latest;
        out.append(1);
        out.append(main, 1, 3);
        out.append(0xFC | 3);
        // The counts have 5 and 8 bits; nobody uses so many.
        int sequenceCount = Math.min(sequences.size(), 31);
        out.append(0xE0 | sequenceCount);
        sequences.values().stream().limit(sequenceCount).forEach(set -> append(out, set));
        int pictureCount = Math.min(pictures.size(), 255);
        out.append(pictureCount);
        pictures.values().stream().limit(pictureCount).forEach(set -> append(out, set));
        H264Sequence sequence = H264Sequence.read(main);
        if (sequence != null && sequence.isHighProfile()) {
            out.append(0xFC | sequence.chromaFormat());
            out.append(0xF8 | (sequence.lumaBits() - 8));
            out.append(0xF8 | (sequence.chromaBits() - 8));
            out.append(0);
        }
        return Arrays.copyOf(out.bytes(), out.length());
    }

    private static void append(FrameBuffer out, byte[] set) {
        out.append(set.length >> 8);
        out.append(set.length);
        out.append(set, 0, set.length);
    }
}
