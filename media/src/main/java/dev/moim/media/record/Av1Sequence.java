package dev.moim.media.record;

import org.jspecify.annotations.Nullable;

/// What an AV1 sequence header says (bitstream specification sections 5.5.1 to 5.5.5).
///
/// @param configurationHeader the first four bytes of the configuration record
record Av1Sequence(int width, int height, byte[] configurationHeader) {
    /// Color description and matrix that mean RGB in sRGB: such a stream has no subsampling and does not say so.
    private static final int BT_709 = 1;

    private static final int SRGB = 13;
    private static final int IDENTITY = 0;

    /// Color primaries, transfer and matrix of a stream that does not describe them.
    private static final int UNSPECIFIED = 2;

    /// @return null when it is malformed
    static @Nullable Av1Sequence read(byte[] bytes, int offset, int length) {
        var bits = new BitReader(bytes, offset, length);
        int profile = bits.bits(3);
        bits.skip(1);
        boolean reduced = bits.flag();
        int level;
        int tier = 0;
        if (reduced) {
            level = bits.bits(5);
        } else {
            int levelAndTier = readOperatingPoints(bits);
            level = levelAndTier & 0x1F;
            tier = levelAndTier >> 5;
        }
        int widthBits = bits.bits(4) + 1;
        int heightBits = bits.bits(4) + 1;
        int width = bits.bits(widthBits) + 1;
        int height = bits.bits(heightBits) + 1;
        if (!reduced && bits.flag()) {
            bits.skip(7);
        }
        bits.skip(3);
        if (!reduced) {
            skipTools(bits);
        }
        bits.skip(3);
        int color = readColor(bits, profile);
        if (bits.isPastEnd() || profile > 2) {
            return null;
        }
        byte[] header = {(byte) 0x81, (byte) ((profile << 5) | level), (byte) ((tier << 7) | color), 0};
        return new Av1Sequence(width, height, header);
    }

    /// @return level of the first operating point, and its tier as bit 5
    private static int readOperatingPoints(BitReader bits) {
        int delayBits = 0;
        boolean hasModel = false;
        if (bits.flag()) {
            bits.skip(64);
            if (bits.flag()) {
                bits.unsignedGolomb();
            }
            hasModel = bits.flag();
            if (hasModel) {
                delayBits = bits.bits(5) + 1;
                bits.skip(32 + 5 + 5);
            }
        }
        boolean hasDelay = bits.flag();
        int points = bits.bits(5) + 1;
        int first = 0;
        for (int i = 0; i < points; i++) {
            bits.skip(12);
            int level = bits.bits(5);
            int tier = level > 7 ? bits.bits(1) : 0;
            if (hasModel && bits.flag()) {
                bits.skip(2 * delayBits + 1);
            }
            if (hasDelay && bits.flag()) {
                bits.skip(4);
            }
            if (i == 0) {
                first = (tier << 5) | level;
            }
        }
        return first;
    }

    private static void skipTools(BitReader bits) {
        bits.skip(4);
        boolean orderHint = bits.flag();
        if (orderHint) {
            bits.skip(2);
        }
        boolean choosesScreenContent = bits.flag();
        boolean screenContent = choosesScreenContent || bits.flag();
        if (screenContent && !bits.flag()) {
            bits.skip(1);
        }
        if (orderHint) {
            bits.skip(3);
        }
    }

    /// @return the configuration record's bits from high_bitdepth to chroma_sample_position
    private static int readColor(BitReader bits, int profile) {
        boolean high = bits.flag();
        boolean twelve = profile == 2 && high && bits.flag();
        boolean mono = profile != 1 && bits.flag();
        int primaries = UNSPECIFIED;
        int transfer = UNSPECIFIED;
        int matrix = UNSPECIFIED;
        if (bits.flag()) {
            primaries = bits.bits(8);
            transfer = bits.bits(8);
            matrix = bits.bits(8);
        }
        int flags = (high ? 0x40 : 0) | (twelve ? 0x20 : 0) | (mono ? 0x10 : 0);
        if (mono) {
            return flags | 0x0C;
        }
        if (primaries == BT_709 && transfer == SRGB && matrix == IDENTITY) {
            return flags;
        }
        bits.skip(1);
        boolean halfX = profile == 0;
        boolean halfY = profile == 0;
        if (profile == 2) {
            halfX = !twelve || bits.flag();
            halfY = twelve && halfX && bits.flag();
        }
        int position = halfX && halfY ? bits.bits(2) : 0;
        return flags | (halfX ? 0x08 : 0) | (halfY ? 0x04 : 0) | position;
    }
}
