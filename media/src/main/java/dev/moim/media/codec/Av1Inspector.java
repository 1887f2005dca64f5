package dev.moim.media.codec;

import dev.moim.media.rtp.RtpView;

/// AV1 aggregation header ("RTP Payload Format For AV1" section 4.4). Layers are in the dependency descriptor, which is
/// not read: browsers send one spatial layer per stream.
final class Av1Inspector implements FrameInspector {
    private static final int CONTINUES = 0x80;
    private static final int NEW_SEQUENCE = 0x08;
    private static final int OBU_TILE_GROUP = 4;
    private static final int OBU_TILE_LIST = 8;
    private static final int OBU_PADDING = 15;

    @Override
    public boolean inspect(RtpView packet, FrameInfo out) {
        out.reset();
        byte[] buffer = packet.buffer();
        int start = packet.payloadOffset();
        int end = start + packet.payloadLength();
        if (end - start < 2) {
            return false;
        }
        int header = buffer[start];
        boolean continues = (header & CONTINUES) != 0;
        boolean newSequence = (header & NEW_SEQUENCE) != 0;
        if (continues && newSequence) {
            return false;
        }
        int position = start + 1;
        // With W = 1 the only element has no length; else the first one has (W = 2, 3: all but the last; 0: all).
        if (((header >> 4) & 0x03) != 1) {
            int lengthStart = position;
            while (position < end && (buffer[position] & 0x80) != 0) {
                position++;
            }
            position++;
            if (position - lengthStart > 8) {
                return false;
            }
        }
        if (position >= end) {
            return false;
        }
        int type = (buffer[position] >> 3) & 0x0F;
        boolean startsWithTiles = type == OBU_TILE_GROUP || type == OBU_TILE_LIST || type == OBU_PADDING;
        out.keyFrame = newSequence;
        out.startOfFrame = newSequence || (!continues && !startsWithTiles);
        out.endOfFrame = packet.marker();
        out.interPredicted = !newSequence;
        out.layerSync = newSequence;
        return true;
    }
}
