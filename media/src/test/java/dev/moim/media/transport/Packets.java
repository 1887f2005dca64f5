package dev.moim.media.transport;

import java.util.Arrays;

/// Plain packets with tail room.
final class Packets {
    private Packets() {}

    static byte[] rtp(int ssrc, int sequenceNumber, int payloadBytes) {
        byte[] packet = new byte[12 + payloadBytes];
        packet[0] = (byte) 0x80;
        packet[1] = 96;
        packet[2] = (byte) (sequenceNumber >> 8);
        packet[3] = (byte) sequenceNumber;
        putInt(packet, 8, ssrc);
        for (int i = 0; i < payloadBytes; i++) {
            packet[12 + i] = (byte) (i * 7 + sequenceNumber);
        }
        return packet;
    }

    /// A receiver report without blocks.
    static byte[] receiverReport(int ssrc) {
        byte[] packet = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 0};
        putInt(packet, 4, ssrc);
        return packet;
    }

    static byte[] withRoom(byte[] packet) {
        return Arrays.copyOf(packet, packet.length + PeerTransport.TRAILER_BYTES);
    }

    private static void putInt(byte[] packet, int offset, int value) {
        packet[offset] = (byte) (value >> 24);
        packet[offset + 1] = (byte) (value >> 16);
        packet[offset + 2] = (byte) (value >> 8);
        packet[offset + 3] = (byte) value;
    }
}
