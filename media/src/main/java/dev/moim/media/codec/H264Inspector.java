package dev.moim.media.codec;

import dev.moim.media.rtp.RtpView;

/// H.264 payloads (RFC 6184): single NAL units, STAP-A and FU-A, the two aggregations that browsers use (packetization
/// modes 0 and 1). A key frame starts with a sequence parameter set or an IDR slice.
final class H264Inspector implements FrameInspector {
    private static final int SLICE = 1;
    private static final int IDR = 5;
    private static final int SPS = 7;
    private static final int ACCESS_UNIT_DELIMITER = 9;
    private static final int LAST_SINGLE = 23;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    @Override
    public boolean inspect(RtpView packet, FrameInfo out) {
        out.reset();
        byte[] buffer = packet.buffer();
        int start = packet.payloadOffset();
        int end = start + packet.payloadLength();
        if (start >= end) {
            return false;
        }
        int type = buffer[start] & 0x1F;
        boolean readable = (type >= SLICE && type <= LAST_SINGLE)
                ? onUnit(buffer, start, end, out)
                : switch (type) {
                    case STAP_A -> onAggregate(buffer, start + 1, end, out);
                    case FU_A -> onFragment(buffer, start, end, out);
                    default -> false;
                };
        out.endOfFrame = packet.marker();
        out.interPredicted = !out.keyFrame;
        out.layerSync = out.keyFrame;
        return readable;
    }

    private static boolean onAggregate(byte[] buffer, int start, int end, FrameInfo out) {
        int position = start;
        while (position < end) {
            if (position + 2 > end) {
                return false;
            }
            int unit = position + 2;
            int count = ((buffer[position] & 0xFF) << 8) | (buffer[position + 1] & 0xFF);
            if (count == 0 || unit + count > end || !onUnit(buffer, unit, unit + count, out)) {
                return false;
            }
            position = unit + count;
        }
        return position > start;
    }

    private static boolean onFragment(byte[] buffer, int start, int end, FrameInfo out) {
        if (start + 2 >= end) {
            return false;
        }
        int header = buffer[start + 1];
        boolean first = (header & 0x80) != 0;
        boolean last = (header & 0x40) != 0;
        if (first && last) {
            return false;
        }
        if (first) {
            onType(header & 0x1F, buffer[start + 2], out);
        }
        return true;
    }

    private static boolean onUnit(byte[] buffer, int start, int end, FrameInfo out) {
        onType(buffer[start] & 0x1F, start + 1 < end ? buffer[start + 1] : 0, out);
        return true;
    }

    private static void onType(int type, int next, FrameInfo out) {
        // first_mb_in_slice is exp-Golomb coded: a leading 1 bit is zero, the picture's first slice.
        boolean firstSlice = (type == SLICE || type == IDR) && (next & 0x80) != 0;
        out.startOfFrame |= firstSlice || type == SPS || type == ACCESS_UNIT_DELIMITER;
        out.keyFrame |= type == SPS || (type == IDR && firstSlice);
    }
}
