package dev.moim.media.codec;

/// Redundant audio (RFC 2198 section 3): headers of the redundant blocks, the primary's header, then all the data, the
/// primary's last. Unwrapping for a peer without RED is sending the bytes from [#primaryOffset] to the end.
public final class RedPayload {
    /// Blocks in one packet; browsers write two or three, ten is their encoder's limit.
    private static final int MAX_BLOCKS = 32;

    private static final int REDUNDANT_HEADER_BYTES = 4;

    private RedPayload() {}

    /// Where the primary block's data begins in the buffer, or -1 when the payload is malformed or the block empty.
    public static int primaryOffset(byte[] buffer, int payloadOffset, int payloadLength) {
        int end = payloadOffset + payloadLength;
        int position = payloadOffset;
        int redundantBytes = 0;
        for (int block = 0; block < MAX_BLOCKS && position < end; block++) {
            if ((buffer[position] & 0x80) == 0) {
                int primary = position + 1 + redundantBytes;
                return primary < end ? primary : -1;
            }
            if (position + REDUNDANT_HEADER_BYTES > end) {
                return -1;
            }
            redundantBytes += ((buffer[position + 2] & 0x03) << 8) | (buffer[position + 3] & 0xFF);
            position += REDUNDANT_HEADER_BYTES;
        }
        return -1;
    }

    /// The payload type of the primary block, 0 to 127, or -1 when [#primaryOffset] would be -1.
    public static int primaryPayloadType(byte[] buffer, int payloadOffset, int payloadLength) {
        if (primaryOffset(buffer, payloadOffset, payloadLength) < 0) {
            return -1;
        }
        int position = payloadOffset;
        while ((buffer[position] & 0x80) != 0) {
            position += REDUNDANT_HEADER_BYTES;
        }
        return buffer[position];
    }
}
