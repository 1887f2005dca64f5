package dev.moim.media.record;

import java.io.Closeable;
import java.io.IOException;

/// A file that is being written. One thread; may block.
interface OutputFile extends Closeable {
    void write(byte[] bytes, int offset, int length, long position) throws IOException;

    /// Forgets what lies behind this length.
    void truncate(long length) throws IOException;

    /// Makes the operating system write to the disk.
    void force() throws IOException;
}
