package dev.moim.media.record;

/// AV1 ("RTP Payload Format For AV1" section 4) as Matroska keeps it: the units of one moment, each with its size,
/// without temporal delimiters.
final class Av1Depacketizer extends Depacketizer {
    private static final int SEQUENCE_HEADER = 1;
    private static final int TEMPORAL_DELIMITER = 2;
    private static final int FRAME_HEADER = 3;
    private static final int FRAME = 6;
    private static final int TILE_LIST = 8;
    private static final int PADDING = 15;
    private static final int HAS_EXTENSION = 0x04;
    private static final int HAS_SIZE = 0x02;

    private final FrameBuffer unit = new FrameBuffer();
    private final Av1Setup setup = new Av1Setup();
    private boolean unfinished;
    private boolean hasSequence;
    private boolean hasFrame;
    private boolean key;

    @Override
    void begin() {
        unfinished = false;
        hasSequence = false;
        hasFrame = false;
        key = false;
    }

    @Override
    boolean append(byte[] bytes, int offset, int length) {
        if (length < 2) {
            return false;
        }
        int header = bytes[offset];
        boolean continues = (header & 0x80) != 0;
        boolean goesOn = (header & 0x40) != 0;
        int elements = (header >> 4) & 0x03;
        if (continues != unfinished) {
            return false;
        }
        int end = offset + length;
        int position = offset + 1;
        for (int element = 1; position < end; element++) {
            int size = end - position;
            // With a count the last element has no length.
            if (elements == 0 || element < elements) {
                long leb = Leb128.read(bytes, position, end);
                if (leb < 0) {
                    return false;
                }
                position += Leb128.bytes(leb);
                size = Leb128.value(leb);
            } else if (element > elements) {
                return false;
            }
            if (size > end - position) {
                return false;
            }
            if (!unfinished) {
                unit.clear();
            }
            if (!unit.append(bytes, position, size)) {
                return false;
            }
            position += size;
            unfinished = position >= end && goesOn;
            if (!unfinished && !onUnit()) {
                return false;
            }
        }
        return true;
    }

    private boolean onUnit() {
        if (unit.length() == 0) {
            return false;
        }
        byte[] bytes = unit.bytes();
        int type = (bytes[0] >> 3) & 0x0F;
        int body = (bytes[0] & HAS_EXTENSION) != 0 ? 2 : 1;
        if (body > unit.length()) {
            return false;
        }
        int extension = body == 2 ? bytes[1] : 0;
        int size = unit.length() - body;
        if ((bytes[0] & HAS_SIZE) != 0) {
            long leb = Leb128.read(bytes, body, unit.length());
            if (leb < 0 || Leb128.value(leb) > unit.length() - body - Leb128.bytes(leb)) {
                return false;
            }
            body += Leb128.bytes(leb);
            size = Leb128.value(leb);
        }
        if (type == TEMPORAL_DELIMITER || type == TILE_LIST || type == PADDING) {
            return true;
        }
        int start = picture.length();
        boolean fits = picture.append(bytes[0] | HAS_SIZE)
                && ((bytes[0] & HAS_EXTENSION) == 0 || picture.append(extension))
                && Leb128.append(picture, size)
                && picture.append(bytes, body, size);
        if (!fits) {
            return false;
        }
        if (type == SEQUENCE_HEADER) {
            hasSequence = true;
            return setup.onSequence(picture.bytes(), start, picture.length() - start, size);
        }
        if ((type == FRAME || type == FRAME_HEADER) && !hasFrame && size > 0) {
            hasFrame = true;
            // show_existing_frame is 0 and frame_type is KEY_FRAME (bitstream specification section 5.9.2).
            key = (bytes[body] & 0xE0) == 0;
        }
        return true;
    }

    @Override
    boolean complete(Frame out) {
        if (unfinished || !hasFrame) {
            return false;
        }
        out.key = key && hasSequence;
        if (out.key) {
            out.setup = setup.configuration();
            out.width = setup.width();
            out.height = setup.height();
        }
        return true;
    }
}
