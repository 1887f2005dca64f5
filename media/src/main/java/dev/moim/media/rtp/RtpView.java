package dev.moim.media.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A flyweight over one RTP packet (RFC 3550 section 5.1) with its header extensions (RFC 8285). The caller keeps the
/// array; the view is valid until the next [#wrap] or a change of the array. One thread.
public final class RtpView {
    public static final int FIXED_HEADER_BYTES = 12;

    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] buffer = new byte[FIXED_HEADER_BYTES];
    private int offset;
    private int length;
    private int extensionProfile;
    private int extensionOffset;
    private int extensionLength;
    private int payloadOffset;
    private int payloadLength;
    private int paddingLength;

    /// Points the view at a packet and checks its header.
    ///
    /// @return false when the bytes are not an RTP packet; the view still shows what it showed before
    public boolean wrap(byte[] bytes, int start, int count) {
        if (count < FIXED_HEADER_BYTES || (bytes[start] & 0xC0) != 0x80) {
            return false;
        }
        int end = start + count;
        int position = start + FIXED_HEADER_BYTES + 4 * (bytes[start] & 0x0F);
        int profile = 0;
        int extensionStart = position;
        int extensionBytes = 0;
        if ((bytes[start] & 0x10) != 0) {
            if (position + 4 > end) {
                return false;
            }
            profile = uint16(bytes, position);
            extensionBytes = 4 * uint16(bytes, position + 2);
            extensionStart = position + 4;
            position = extensionStart + extensionBytes;
        }
        if (position > end) {
            return false;
        }
        buffer = bytes;
        offset = start;
        length = count;
        extensionProfile = profile;
        extensionOffset = extensionStart;
        extensionLength = extensionBytes;
        payloadOffset = position;
        payloadLength = end - position;
        paddingLength = 0;
        return true;
    }

    /// Takes the padding off the payload; only for a decrypted packet, since SRTP encrypts the count.
    ///
    /// @return false when the count is longer than the payload or zero (RFC 3550 section 5.1)
    public boolean stripPadding() {
        if ((buffer[offset] & 0x20) == 0 || paddingLength > 0) {
            return true;
        }
        if (payloadLength == 0) {
            return false;
        }
        int count = buffer[payloadOffset + payloadLength - 1] & 0xFF;
        if (count == 0 || count > payloadLength) {
            return false;
        }
        paddingLength = count;
        payloadLength -= count;
        return true;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int offset() {
        return offset;
    }

    /// Bytes of the whole packet, padding included.
    public int length() {
        return length;
    }

    public boolean marker() {
        return (buffer[offset + 1] & 0x80) != 0;
    }

    public int payloadType() {
        return buffer[offset + 1] & 0x7F;
    }

    /// 0 to 65535.
    public int sequenceNumber() {
        return uint16(buffer, offset + 2);
    }

    /// The 32 bits as an int; unsigned.
    public int timestamp() {
        return (int) INT.get(buffer, offset + 4);
    }

    public int ssrc() {
        return (int) INT.get(buffer, offset + 8);
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    /// Without padding once [#stripPadding] was called.
    public int payloadLength() {
        return payloadLength;
    }

    /// Where the element's data begins in [#buffer], or -1 when the packet has no element with this id.
    ///
    /// @param id 1 to 255; the one-byte form carries 1 to 14
    public int extensionDataOffset(int id) {
        return (int) (findExtension(id) >> 32);
    }

    /// Bytes of the element's data, or -1 when the packet has no element with this id.
    ///
    /// @param id 1 to 255; the one-byte form carries 1 to 14
    public int extensionDataLength(int id) {
        return (int) findExtension(id);
    }

    private long findExtension(int id) {
        boolean oneByte = extensionProfile == ONE_BYTE_PROFILE;
        if (!oneByte && (extensionProfile & 0xFFF0) != TWO_BYTE_PROFILE) {
            return -1;
        }
        int position = extensionOffset;
        int end = extensionOffset + extensionLength;
        while (position < end) {
            int head = buffer[position] & 0xFF;
            if (head == 0) {
                position++;
                continue;
            }
            int elementId = oneByte ? head >> 4 : head;
            // RFC 8285 section 4.2: 15 and a padding byte with a length end the block.
            if (oneByte && (elementId == 15 || elementId == 0)) {
                return -1;
            }
            if (!oneByte && position + 1 >= end) {
                return -1;
            }
            int data = oneByte ? position + 1 : position + 2;
            int count = oneByte ? (head & 0x0F) + 1 : buffer[position + 1] & 0xFF;
            if (data + count > end) {
                return -1;
            }
            if (elementId == id) {
                return ((long) data << 32) | count;
            }
            position = data + count;
        }
        return -1;
    }

    private static int uint16(byte[] bytes, int position) {
        return (short) SHORT.get(bytes, position) & 0xFFFF;
    }
}
