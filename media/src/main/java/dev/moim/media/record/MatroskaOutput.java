package dev.moim.media.record;

import java.io.IOException;

/// Where a [MatroskaWriter]'s bytes go.
interface MatroskaOutput {
    void append(byte[] bytes, int offset, int length) throws IOException;

    /// Replaces bytes that were appended before.
    void overwrite(long position, byte[] bytes, int offset, int length) throws IOException;
}
