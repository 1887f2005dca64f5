package dev.moim.stunturn.tcp;

/// Cuts a stream of ICE over TCP into packets: each behind its length in two bytes (RFC 4571 section 2).
public final class Rfc4571Framer extends Framer {
    /// Length of what stands before each packet.
    public static final int HEADER = 2;

    /// More than a packet of media, DTLS or STUN is on any path; a client that sends longer ones would make each
    /// connection keep as much.
    public static final int MAX_PACKET = 4096;

    public Rfc4571Framer() {
        super(HEADER, HEADER + MAX_PACKET);
    }

    /// Writes the frame's header into the two bytes before a packet.
    ///
    /// @param length 0 to 65535
    public static void writeHeader(byte[] buffer, int packetOffset, int length) {
        if (length < 0 || length > 0xFFFF) {
            throw new IllegalArgumentException("a frame has at most 65535 bytes");
        }
        buffer[packetOffset - 2] = (byte) (length >> 8);
        buffer[packetOffset - 1] = (byte) length;
    }

    @Override
    int frameLength(byte[] buffer, int offset) {
        return HEADER + uint16(buffer, offset);
    }

    /// Empty frames are allowed and say nothing.
    @Override
    void deliver(byte[] buffer, int offset, int length, FrameSink sink) {
        if (length > HEADER) {
            sink.onFrame(buffer, offset + HEADER, length - HEADER);
        }
    }
}
