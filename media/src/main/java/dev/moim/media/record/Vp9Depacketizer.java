package dev.moim.media.record;

/// VP9 (RFC 9628): the pictures of all spatial layers of one moment, with an index behind them if there are several, so
/// that a decoder takes them for one.
final class Vp9Depacketizer extends Depacketizer {
    private static final int MAX_LAYERS = 8;
    private static final int INTER_PREDICTED = 0x40;
    private static final int START = 0x08;

    private final Vp9Descriptor descriptor = new Vp9Descriptor();
    private final int[] layerStarts = new int[MAX_LAYERS];
    private int layers;
    private boolean independent;
    private int width;
    private int height;

    @Override
    void begin() {
        layers = 0;
        independent = false;
        width = 0;
        height = 0;
    }

    @Override
    boolean append(byte[] bytes, int offset, int length) {
        int header = descriptor.read(bytes, offset, length);
        if (header < 0 || header >= length) {
            return false;
        }
        boolean starts = (bytes[offset] & START) != 0;
        if (starts) {
            if (layers == MAX_LAYERS) {
                return false;
            }
            if (layers == 0) {
                independent = (bytes[offset] & INTER_PREDICTED) == 0;
            }
            layerStarts[layers++] = picture.length();
        }
        if (layers == 0) {
            return false;
        }
        if (descriptor.width() > 0) {
            width = descriptor.width();
            height = descriptor.height();
        }
        return picture.append(bytes, offset + header, length - header);
    }

    @Override
    boolean complete(Frame out) {
        if (layers == 0) {
            return false;
        }
        out.key = independent && readKeyHeader(out);
        if (out.key && layers > 1 && width > 0) {
            out.width = width;
            out.height = height;
        }
        return layers == 1 || appendIndex();
    }

    /// VP9 bitstream specification section 6.2: size of a key frame from its uncompressed header.
    private boolean readKeyHeader(Frame out) {
        var bits = new BitReader(picture.bytes(), 0, picture.length());
        if (bits.bits(2) != 2) {
            return false;
        }
        int profile = bits.bits(1) | (bits.bits(1) << 1);
        if (profile == 3) {
            bits.skip(1);
        }
        boolean showsExisting = bits.flag();
        boolean interFrame = bits.flag();
        bits.skip(2);
        if (showsExisting || interFrame || bits.bits(24) != 0x498342) {
            return false;
        }
        if (profile >= 2) {
            bits.skip(1);
        }
        boolean rgb = bits.bits(3) == 7;
        boolean wideChroma = profile == 1 || profile == 3;
        if (!rgb) {
            bits.skip(wideChroma ? 4 : 1);
        } else if (wideChroma) {
            bits.skip(1);
        } else {
            return false;
        }
        out.width = bits.bits(16) + 1;
        out.height = bits.bits(16) + 1;
        return !bits.isPastEnd();
    }

    /// The superframe index of the bitstream specification's annex B.
    private boolean appendIndex() {
        int end = picture.length();
        int largest = 0;
        for (int i = 0; i < layers; i++) {
            largest = Math.max(largest, layerBytes(i, end));
        }
        int sizeBytes = (Integer.SIZE - Integer.numberOfLeadingZeros(largest) + 7) / 8;
        int marker = 0xC0 | ((sizeBytes - 1) << 3) | (layers - 1);
        boolean fits = picture.append(marker);
        for (int i = 0; i < layers; i++) {
            for (int j = 0; j < sizeBytes; j++) {
                fits &= picture.append(layerBytes(i, end) >> (8 * j));
            }
        }
        return fits && picture.append(marker);
    }

    private int layerBytes(int index, int end) {
        return (index + 1 < layers ? layerStarts[index + 1] : end) - layerStarts[index];
    }
}
