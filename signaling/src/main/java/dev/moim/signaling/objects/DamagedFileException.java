package dev.moim.signaling.objects;

import java.io.IOException;
import java.nio.file.Path;

/// A file is not what its length and checksum say.
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedFileException(Path file) {
        super("the file has changed since it was closed: " + file.getFileName());
    }
}
