package dev.moim.signaling.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/// Completes what a manifest says of files without a sum: when the process that wrote them died, a fault ended their
/// track, or they could not be read again. May read for as long as the files are large.
@FunctionalInterface
public interface FileSalvage {
    /// @param manifest the last one; changed
    /// @throws IOException when a file that is there cannot be read
    void complete(Path folder, ObjectNode manifest) throws IOException;
}
