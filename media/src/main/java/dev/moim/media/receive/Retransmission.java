package dev.moim.media.receive;

import dev.moim.media.rtp.RtpView;

/// Turns a retransmission (RFC 4588 section 4) back into the packet that was lost, in place.
final class Retransmission {
    /// The original sequence number, first thing in the payload.
    static final int HEADER_BYTES = 2;

    private Retransmission() {}

    /// Moves the header over the original sequence number and puts that, the payload type and SSRC of the media stream
    /// into it. The payload has more than [#HEADER_BYTES].
    static void unwrap(RtpView packet, int payloadType, int ssrc) {
        byte[] bytes = packet.buffer();
        int offset = packet.offset();
        int payload = packet.payloadOffset();
        byte high = bytes[payload];
        byte low = bytes[payload + 1];
        int start = offset + HEADER_BYTES;
        System.arraycopy(bytes, offset, bytes, start, payload - offset);
        bytes[start + 1] = (byte) ((bytes[start + 1] & 0x80) | payloadType);
        bytes[start + 2] = high;
        bytes[start + 3] = low;
        bytes[start + 8] = (byte) (ssrc >>> 24);
        bytes[start + 9] = (byte) (ssrc >>> 16);
        bytes[start + 10] = (byte) (ssrc >>> 8);
        bytes[start + 11] = (byte) ssrc;
        packet.wrap(bytes, start, packet.length() - HEADER_BYTES);
        packet.stripPadding();
    }
}
