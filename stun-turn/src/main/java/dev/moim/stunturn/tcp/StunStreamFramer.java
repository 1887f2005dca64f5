package dev.moim.stunturn.tcp;

/// Cuts a stream into STUN messages and ChannelData (RFC 8656 section 12.5), which are padded to whole words there.
/// What goes out is padded by the TURN server already.
public final class StunStreamFramer extends Framer {
    /// More than a relayed packet of any path on the Internet with the header around it; a client that sends longer
    /// ones would make each connection keep as much.
    public static final int MAX_LENGTH = 4096;

    private static final int HEADER = 4;
    private static final int STUN_HEADER = 20;

    public StunStreamFramer() {
        super(HEADER, MAX_LENGTH);
    }

    @Override
    int frameLength(byte[] buffer, int offset) {
        int length = uint16(buffer, offset + 2);
        int first = buffer[offset] & 0xFF;
        if (first < 0x40) {
            return length % 4 == 0 ? STUN_HEADER + length : BROKEN;
        }
        return first < 0x50 ? HEADER + (length + 3) / 4 * 4 : BROKEN;
    }

    /// Without the padding.
    @Override
    void deliver(byte[] buffer, int offset, int length, FrameSink sink) {
        boolean stun = (buffer[offset] & 0xC0) == 0;
        sink.onFrame(buffer, offset, stun ? length : HEADER + uint16(buffer, offset + 2));
    }
}
