package dev.moim.stunturn.tcp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Cuts a stream of bytes into messages, however the bytes arrive. A message that came in one piece is handed on where
/// it lies; only one in pieces is kept, in a buffer that is as long as the longest such message was. One thread.
abstract sealed class Framer permits StunStreamFramer, Rfc4571Framer {
    /// What [#frameLength] says of a header that nobody sends.
    static final int BROKEN = -1;

    private static final byte[] EMPTY = {};

    private final int headerLength;
    private final int maxLength;
    private byte[] held = EMPTY;
    private int heldLength;
    private boolean broken;

    /// @param headerLength how many bytes tell a frame's length
    /// @param maxLength of a frame with header and padding
    Framer(int headerLength, int maxLength) {
        if (maxLength < headerLength) {
            throw new IllegalArgumentException("a frame is at least as long as its header");
        }
        this.headerLength = headerLength;
        this.maxLength = maxLength;
    }

    /// The length of the frame that begins here, with header and padding.
    ///
    /// @return [#BROKEN] if there is no such frame
    abstract int frameLength(byte[] buffer, int offset);

    /// Hands on a complete frame.
    abstract void deliver(byte[] buffer, int offset, int length, FrameSink sink);

    /// Takes what has arrived. Once a stream is broken nothing more is found in it: where the next message would begin
    /// is unknown, so the connection is to be closed.
    ///
    /// @return false if the stream is broken
    public final boolean feed(byte[] buffer, int offset, int length, FrameSink sink) {
        int position = offset;
        int end = offset + length;
        while (!broken && position < end) {
            position = heldLength > 0 || end - position < headerLength
                    ? hold(buffer, position, end, sink)
                    : take(buffer, position, end, sink);
        }
        return !broken;
    }

    /// Takes the buffer's remaining bytes, which need not be backed by an array.
    ///
    /// @return false if the stream is broken
    public final boolean feed(ByteBuffer chunk, FrameSink sink) {
        if (chunk.hasArray()) {
            int offset = chunk.arrayOffset() + chunk.position();
            int length = chunk.remaining();
            chunk.position(chunk.limit());
            return feed(chunk.array(), offset, length, sink);
        }
        byte[] copy = new byte[chunk.remaining()];
        chunk.get(copy);
        return feed(copy, 0, copy.length, sink);
    }

    /// Forgets what is incomplete, for another stream.
    public final void reset() {
        heldLength = 0;
        broken = false;
    }

    /// How many bytes are kept, at most the longest frame.
    final int heldCapacity() {
        return held.length;
    }

    /// @return where to go on
    private int take(byte[] buffer, int position, int end, FrameSink sink) {
        int length = checkedLength(buffer, position);
        if (broken) {
            return end;
        }
        if (end - position < length) {
            return hold(buffer, position, end, sink);
        }
        deliver(buffer, position, length, sink);
        return position + length;
    }

    /// Adds to the incomplete frame what belongs to it.
    ///
    /// @return where to go on
    private int hold(byte[] buffer, int start, int end, FrameSink sink) {
        int position = fill(buffer, start, end, headerLength);
        if (heldLength < headerLength) {
            return position;
        }
        int length = checkedLength(held, 0);
        if (broken) {
            return end;
        }
        position = fill(buffer, position, end, length);
        if (heldLength == length) {
            heldLength = 0;
            deliver(held, 0, length, sink);
        }
        return position;
    }

    private int fill(byte[] buffer, int position, int end, int wanted) {
        int count = Math.max(0, Math.min(wanted - heldLength, end - position));
        if (held.length < wanted) {
            held = Arrays.copyOf(held, wanted);
        }
        System.arraycopy(buffer, position, held, heldLength, count);
        heldLength += count;
        return position + count;
    }

    private int checkedLength(byte[] buffer, int offset) {
        int length = frameLength(buffer, offset);
        broken = length == BROKEN || length > maxLength;
        return length;
    }

    static int uint16(byte[] bytes, int offset) {
        return ((bytes[offset] & 0xFF) << 8) | (bytes[offset + 1] & 0xFF);
    }
}
