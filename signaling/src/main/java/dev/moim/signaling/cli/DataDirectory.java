package dev.moim.signaling.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder that holds everything the server keeps. Only its owner may look inside: the signing key is there.
final class DataDirectory {
    private DataDirectory() {}

    /// Makes the folder if there is none.
    ///
    /// @throws Refusal when it cannot be made or written to
    static Path prepare(Path wanted) {
        var directory = wanted.toAbsolutePath().normalize();
        try {
            if (!Files.exists(directory)) {
                create(directory);
            }
        } catch (IOException e) {
            throw new Refusal("cannot create the data folder " + directory + ": " + reason(e), e);
        }
        if (!Files.isDirectory(directory)) {
            throw new Refusal("the data folder " + directory + " is not a folder");
        }
        if (!Files.isWritable(directory)) {
            throw new Refusal("the data folder " + directory + " is not writable");
        }
        return directory;
    }

    private static void create(Path directory) throws IOException {
        if (directory.getParent() != null) {
            Files.createDirectories(directory.getParent());
        }
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(directory);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replaceAll("Exception$", "");
    }
}
