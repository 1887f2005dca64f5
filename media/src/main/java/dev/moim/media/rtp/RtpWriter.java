package dev.moim.media.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Writes RTP headers (RFC 3550 section 5.1) and header extension blocks (RFC 8285) into the caller's arrays without
/// allocation. Use: [#writeHeader], any number of `add…`, then [#writeExtensions]; the payload follows at the position
/// that the last call returned. Reused for packet after packet. One thread.
public final class RtpWriter {
    /// Elements in one block; the engine knows fewer kinds than that.
    public static final int MAX_ELEMENTS = 16;

    /// Bytes of element data in one block: a dependency descriptor with its templates (at most 255) and everything
    /// else with room to spare.
    public static final int MAX_DATA_BYTES = 512;

    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final int[] ids = new int[MAX_ELEMENTS];
    private final int[] lengths = new int[MAX_ELEMENTS];
    private final int[] positions = new int[MAX_ELEMENTS];
    private final byte[] data = new byte[MAX_DATA_BYTES];
    private int elements;
    private int dataLength;
    private int headerOffset;
    private boolean oneByteForm;

    /// Writes the fixed header, without CSRCs and padding, and forgets the elements of the packet before.
    ///
    /// @param sequenceNumber its low 16 bits are used
    /// @return the position behind the header
    public int writeHeader(
            byte[] out, int offset, boolean marker, int payloadType, int sequenceNumber, int timestamp, int ssrc) {
        out[offset] = (byte) 0x80;
        out[offset + 1] = (byte) ((marker ? 0x80 : 0) | (payloadType & 0x7F));
        SHORT.set(out, offset + 2, (short) sequenceNumber);
        INT.set(out, offset + 4, timestamp);
        INT.set(out, offset + 8, ssrc);
        headerOffset = offset;
        elements = 0;
        dataLength = 0;
        oneByteForm = true;
        return offset + RtpView.FIXED_HEADER_BYTES;
    }

    /// Takes a copy of an element's data for the block.
    ///
    /// @param id 1 to 255; 15 and more need the two-byte form
    /// @param count 0 to 255; 0 and more than 16 need the two-byte form
    /// @return false when the block has no room for it; it is left out then
    public boolean add(int id, byte[] bytes, int offset, int count) {
        if (!claim(id, count)) {
            return false;
        }
        System.arraycopy(bytes, offset, data, dataLength - count, count);
        return true;
    }

    /// An element of one byte: audio level (RFC 6464) or video orientation.
    public boolean addByte(int id, int value) {
        if (!claim(id, 1)) {
            return false;
        }
        data[dataLength - 1] = (byte) value;
        return true;
    }

    /// An element of two bytes: the transport-wide sequence number.
    public boolean addShort(int id, int value) {
        if (!claim(id, 2)) {
            return false;
        }
        SHORT.set(data, dataLength - 2, (short) value);
        return true;
    }

    /// Writes the block and marks it in the header; nothing when no element was added. The one-byte form is taken
    /// when all elements fit it.
    ///
    /// @param offset what [#writeHeader] returned
    /// @return the position behind the block, where the payload begins
    public int writeExtensions(byte[] out, int offset) {
        if (elements == 0) {
            return offset;
        }
        out[headerOffset] |= 0x10;
        int position = offset + 4;
        int from = 0;
        for (int i = 0; i < elements; i++) {
            int count = lengths[i];
            if (oneByteForm) {
                out[position++] = (byte) ((ids[i] << 4) | (count - 1));
            } else {
                out[position++] = (byte) ids[i];
                out[position++] = (byte) count;
            }
            System.arraycopy(data, from, out, position, count);
            positions[i] = position;
            position += count;
            from += count;
        }
        while (((position - offset) & 3) != 0) {
            out[position++] = 0;
        }
        SHORT.set(out, offset, (short) (oneByteForm ? ONE_BYTE_PROFILE : TWO_BYTE_PROFILE));
        SHORT.set(out, offset + 2, (short) ((position - offset - 4) / 4));
        return position;
    }

    /// Where [#writeExtensions] put the element's data, so that a transport-wide sequence number can be set at the
    /// moment of sending; -1 when there is no such element. Valid until the next [#writeHeader].
    public int dataPosition(int id) {
        for (int i = 0; i < elements; i++) {
            if (ids[i] == id) {
                return positions[i];
            }
        }
        return -1;
    }

    /// Overwrites two bytes at a position that [#dataPosition] gave.
    public static void patchShort(byte[] out, int position, int value) {
        SHORT.set(out, position, (short) value);
    }

    private boolean claim(int id, int count) {
        if (id < 1 || id > 255 || count < 0 || count > 255) {
            throw new IllegalArgumentException("an element has an id of 1 to 255 and at most 255 bytes");
        }
        if (elements == MAX_ELEMENTS || dataLength + count > MAX_DATA_BYTES) {
            return false;
        }
        ids[elements] = id;
        lengths[elements] = count;
        positions[elements] = -1;
        elements++;
        dataLength += count;
        oneByteForm &= id <= 14 && count >= 1 && count <= 16;
        return true;
    }
}
