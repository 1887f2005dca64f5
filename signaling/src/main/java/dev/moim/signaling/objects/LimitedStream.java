package dev.moim.signaling.objects;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Ends after so many bytes.
public final class LimitedStream extends FilterInputStream {
    private long left;

    public LimitedStream(InputStream stream, long length) {
        super(stream);
        left = length;
    }

    @Override
    public int read() throws IOException {
        int value = left > 0 ? super.read() : -1;
        left -= value >= 0 ? 1 : 0;
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left <= 0 && length > 0) {
            return -1;
        }
        int read = super.read(bytes, offset, (int) Math.min(length, left));
        left -= Math.max(read, 0);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(super.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
