package dev.moim.media.record;

/// H.264 (RFC 6184, packetization modes 0 and 1) as Matroska keeps it: each NAL unit behind its length in four bytes.
/// Parameter sets stay in the stream too, so that a change of size in the middle of a file can be decoded.
final class H264Depacketizer extends Depacketizer {
    private static final int SLICE = 1;
    private static final int IDR = 5;
    private static final int SEQUENCE_PARAMETERS = 7;
    private static final int PICTURE_PARAMETERS = 8;
    private static final int ACCESS_UNIT_DELIMITER = 9;
    private static final int FILLER = 12;
    private static final int LAST_SINGLE = 23;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;
    private static final int LENGTH_BYTES = 4;

    private final H264Parameters parameters = new H264Parameters();
    /// Where the unit that comes in fragments begins, or -1.
    private int fragmentStart;

    private boolean key;
    private boolean slices;

    @Override
    void begin() {
        fragmentStart = -1;
        key = false;
        slices = false;
    }

    @Override
    boolean append(byte[] bytes, int offset, int length) {
        if (length < 1) {
            return false;
        }
        int type = bytes[offset] & 0x1F;
        if (type == FU_A) {
            return onFragment(bytes, offset, length);
        }
        if (fragmentStart >= 0) {
            return false;
        }
        if (type >= SLICE && type <= LAST_SINGLE) {
            return onUnit(bytes, offset, length);
        }
        return type == STAP_A && onAggregate(bytes, offset + 1, offset + length);
    }

    private boolean onAggregate(byte[] bytes, int start, int end) {
        int position = start;
        while (position < end) {
            if (position + 2 > end) {
                return false;
            }
            int count = ((bytes[position] & 0xFF) << 8) | (bytes[position + 1] & 0xFF);
            position += 2;
            if (count == 0 || position + count > end || !onUnit(bytes, position, count)) {
                return false;
            }
            position += count;
        }
        return true;
    }

    private boolean onFragment(byte[] bytes, int offset, int length) {
        if (length < 3) {
            return false;
        }
        int header = bytes[offset + 1];
        boolean first = (header & 0x80) != 0;
        boolean last = (header & 0x40) != 0;
        if (first != (fragmentStart < 0)) {
            return false;
        }
        if (first) {
            fragmentStart = picture.length();
            if (!picture.appendInt(0) || !picture.append((bytes[offset] & 0xE0) | (header & 0x1F))) {
                return false;
            }
        }
        if (!picture.append(bytes, offset + 2, length - 2)) {
            return false;
        }
        if (last) {
            int start = fragmentStart + LENGTH_BYTES;
            fragmentStart = -1;
            return onWhole(start, picture.length() - start);
        }
        return true;
    }

    private boolean onUnit(byte[] bytes, int offset, int length) {
        int start = picture.length() + LENGTH_BYTES;
        return picture.appendInt(0) && picture.append(bytes, offset, length) && onWhole(start, length);
    }

    /// A unit lies in the picture's buffer.
    private boolean onWhole(int start, int length) {
        byte[] bytes = picture.bytes();
        picture.setInt(start - LENGTH_BYTES, length);
        int type = bytes[start] & 0x1F;
        switch (type) {
            case SEQUENCE_PARAMETERS -> {
                return parameters.onSequence(bytes, start, length);
            }
            case PICTURE_PARAMETERS -> {
                return parameters.onPicture(bytes, start, length);
            }
            // Framing says what a delimiter says, and filler says nothing.
            case ACCESS_UNIT_DELIMITER, FILLER -> picture.cut(start - LENGTH_BYTES);
            default -> onSlice(type, length > 1 ? bytes[start + 1] : 0);
        }
        return true;
    }

    private void onSlice(int type, int next) {
        if (type < SLICE || type > IDR) {
            return;
        }
        // first_mb_in_slice is exp-Golomb coded: a leading 1 bit is zero. Without its first slice a picture is broken.
        boolean first = (next & 0x80) != 0;
        slices |= first;
        key |= type == IDR && first;
    }

    @Override
    boolean complete(Frame out) {
        if (fragmentStart >= 0 || !slices) {
            return false;
        }
        out.key = key && parameters.isComplete();
        if (out.key) {
            out.setup = parameters.configuration();
            out.width = parameters.width();
            out.height = parameters.height();
        }
        return true;
    }
}
