package dev.moim.media.srtp;

import org.jitsi.utils.ByteArrayBuffer;

/// The library's view of a packet in place; one object serves all packets of a session.
final class PacketRegion implements ByteArrayBuffer {
    private byte[] buffer = {};
    private int offset;
    private int length;

    void wrap(byte[] bytes, int start, int count) {
        buffer = bytes;
        offset = start;
        length = count;
    }

    @Override
    public byte[] getBuffer() {
        return buffer;
    }

    @Override
    public int getOffset() {
        return offset;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int count) {
        length = count;
    }

    @Override
    public void setOffset(int start) {
        offset = start;
    }

    @Override
    public boolean isInvalid() {
        return false;
    }

    @Override
    public void readRegionToBuff(int start, int count, byte[] target) {
        System.arraycopy(buffer, offset + start, target, 0, count);
    }

    /// The session has checked the tail room before.
    @Override
    public void grow(int count) {
        if (offset + length + count > buffer.length) {
            throw new IllegalStateException("no tail room of " + count + " bytes");
        }
    }

    @Override
    public void append(byte[] data, int count) {
        System.arraycopy(data, 0, buffer, offset + length, count);
        length += count;
    }

    @Override
    public void shrink(int count) {
        length -= count;
    }
}
