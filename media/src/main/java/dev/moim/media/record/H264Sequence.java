package dev.moim.media.record;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a sequence parameter set says (ITU-T H.264 section 7.3.2.1.1).
///
/// @param chromaFormat 0 for grey, 1 for 4:2:0, 2 for 4:2:2, 3 for 4:4:4
record H264Sequence(int profile, int id, int chromaFormat, int lumaBits, int chromaBits, int width, int height) {
    private static final int MAX_REFERENCES_IN_CYCLE = 255;

    /// 16384 pixels: more than any level allows.
    private static final int MAX_MACROBLOCKS = 1024;

    /// @param unit the NAL unit with its header
    /// @return null when it is malformed
    static @Nullable H264Sequence read(byte[] unit) {
        byte[] plain = withoutEmulation(unit);
        if (plain.length < 4) {
            return null;
        }
        var bits = new BitReader(plain, 1, plain.length - 1);
        int profile = bits.bits(8);
        bits.skip(16);
        int id = bits.unsignedGolomb();
        int chromaFormat = 1;
        int lumaBits = 8;
        int chromaBits = 8;
        boolean separatePlanes = false;
        if (isHigh(profile)) {
            chromaFormat = bits.unsignedGolomb();
            separatePlanes = chromaFormat == 3 && bits.flag();
            lumaBits = 8 + bits.unsignedGolomb();
            chromaBits = 8 + bits.unsignedGolomb();
            bits.skip(1);
            if (bits.flag()) {
                skipScalingLists(bits, chromaFormat == 3 ? 12 : 8);
            }
        }
        bits.unsignedGolomb();
        if (!skipPictureOrder(bits)) {
            return null;
        }
        bits.unsignedGolomb();
        bits.skip(1);
        int columns = bits.unsignedGolomb() + 1;
        int rows = bits.unsignedGolomb() + 1;
        boolean framesOnly = bits.flag();
        if (columns < 1 || columns > MAX_MACROBLOCKS || rows < 1 || rows > MAX_MACROBLOCKS || chromaFormat > 3) {
            return null;
        }
        if (!framesOnly) {
            bits.skip(1);
        }
        bits.skip(1);
        int width = 16 * columns;
        int height = 16 * rows * (framesOnly ? 1 : 2);
        if (bits.flag()) {
            boolean planes = chromaFormat == 0 || separatePlanes;
            int unitX = planes || chromaFormat == 3 ? 1 : 2;
            int unitY = (planes || chromaFormat != 1 ? 1 : 2) * (framesOnly ? 1 : 2);
            width -= unitX * (bits.unsignedGolomb() + bits.unsignedGolomb());
            height -= unitY * (bits.unsignedGolomb() + bits.unsignedGolomb());
        }
        boolean readable = !bits.isPastEnd()
                && id >= 0
                && width > 0
                && height > 0
                && width <= 16 * columns
                && height <= 32 * rows
                && chromaFormat >= 0
                && lumaBits >= 8
                && lumaBits <= 14
                && chromaBits >= 8
                && chromaBits <= 14;
        return readable ? new H264Sequence(profile, id, chromaFormat, lumaBits, chromaBits, width, height) : null;
    }

    /// Whether the decoder configuration record has the fields of the high profiles.
    boolean isHighProfile() {
        return profile != 66 && profile != 77 && profile != 88;
    }

    private static boolean isHigh(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static boolean skipPictureOrder(BitReader bits) {
        int type = bits.unsignedGolomb();
        if (type == 0) {
            bits.unsignedGolomb();
        } else if (type == 1) {
            bits.skip(1);
            bits.signedGolomb();
            bits.signedGolomb();
            int cycle = bits.unsignedGolomb();
            if (cycle < 0 || cycle > MAX_REFERENCES_IN_CYCLE) {
                return false;
            }
            for (int i = 0; i < cycle; i++) {
                bits.signedGolomb();
            }
        }
        return true;
    }

    private static void skipScalingLists(BitReader bits, int lists) {
        for (int i = 0; i < lists; i++) {
            if (!bits.flag()) {
                continue;
            }
            int next = 8;
            int last = 8;
            for (int j = 0; j < (i < 6 ? 16 : 64); j++) {
                if (next != 0) {
                    next = (last + bits.signedGolomb()) & 0xFF;
                }
                last = next == 0 ? last : next;
            }
        }
    }

    /// Section 7.4.1.1: 0, 0, 3 stands for 0, 0.
    private static byte[] withoutEmulation(byte[] unit) {
        var out = new FrameBuffer();
        int zeros = 0;
        for (byte value : unit) {
            if (zeros >= 2 && value == 3) {
                zeros = 0;
                continue;
            }
            zeros = value == 0 ? zeros + 1 : 0;
            out.append(value);
        }
        return Arrays.copyOf(out.bytes(), out.length());
    }
}
