package dev.moim.signaling.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The folder that holds everything the server keeps. Only its owner may look inside: the signing keys are
/// there. A folder that is there already is closed to others when it is empty; one that holds things may have to
/// stay open for them, so only the database in it is closed.
final class DataDirectory {
    /// The embedded database's file, see application.yml.
    private static final String DATABASE = "moim.mv.db";

    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");

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
        try {
            if (hasPermissions(directory)) {
                close(directory);
            }
        } catch (IOException e) {
            throw new Refusal("cannot keep others out of the data folder " + directory + ": " + reason(e), e);
        }
        return directory;
    }

    private static boolean hasPermissions(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void close(Path directory) throws IOException {
        if (OWNER_ONLY_FOLDER.containsAll(Files.getPosixFilePermissions(directory))) {
            return;
        }
        Path database = directory.resolve(DATABASE);
        if (isEmpty(directory)) {
            Files.setPosixFilePermissions(directory, OWNER_ONLY_FOLDER);
        } else if (Files.exists(database)) {
            Files.setPosixFilePermissions(database, OWNER_ONLY_FILE);
        } else {
            // Made before the database opens it; to that an empty file is a new one.
            Files.createFile(database, PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE));
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static void create(Path directory) throws IOException {
        if (directory.getParent() != null) {
            Files.createDirectories(directory.getParent());
        }
        if (hasPermissions(directory)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY_FOLDER));
        } else {
            Files.createDirectory(directory);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replaceAll("Exception$", "");
    }
}
