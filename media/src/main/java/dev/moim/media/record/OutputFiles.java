package dev.moim.media.record;

import java.io.IOException;
import java.io.InputStream;

/// A recording's directory.
interface OutputFiles {
    /// @throws IOException also when there is a file of that name
    OutputFile create(String name) throws IOException;

    void delete(String name) throws IOException;

    InputStream read(String name) throws IOException;
}
