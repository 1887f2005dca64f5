package dev.moim.signaling.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Objects;

/// Objects as files below one folder, for example on another disk or a network share. An object appears by a rename
/// after its bytes are on the disk, so that a crash leaves all of it or nothing.
final class FolderObjectStore implements ObjectStore {
    private static final String UNFINISHED = ".unfinished";
    private static final int BUFFER = 256 * 1024;

    private final Path folder;
    private final boolean own;

    /// @param own whether the folder is made when it is not there. One that the operator chose may be on a share: where
    ///     that is away, a new folder would take what belongs on the share, and hide what is there
    FolderObjectStore(Path folder, boolean own) {
        this.folder = folder;
        this.own = own;
    }

    @Override
    public void put(String key, Path file, long size, String sha256) throws IOException {
        Path target = reach(key);
        if (holds(key, size, sha256)) {
            return;
        }
        Path parent = parent(target);
        Files.createDirectories(parent);
        Path unfinished = target.resolveSibling(target.getFileName() + UNFINISHED);
        try {
            copy(file, unfinished, size, sha256);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        syncFolder(parent);
        if (!holds(key, size, sha256)) {
            throw new IOException("the folder does not give back what was written: " + key);
        }
    }

    private static void copy(Path file, Path to, long size, String sha256) throws IOException {
        MessageDigest digest = Sha256.digest();
        long copied = 0;
        try (var in = FileChannel.open(file, StandardOpenOption.READ);
                var out = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (in.read(buffer) >= 0) {
                buffer.flip();
                copied += buffer.remaining();
                digest.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
            }
            out.force(true);
        }
        if (copied != size || !Sha256.hex(digest).equals(sha256)) {
            throw new DamagedFileException(file);
        }
    }

    /// The name is on the disk when the folder is (Linux); systems that cannot open a folder need no such call.
    private static void syncFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public boolean holds(String key, long size, String sha256) throws IOException {
        Path path = reach(key);
        if (!Files.isRegularFile(path) || Files.size(path) != size) {
            return false;
        }
        try (var stream = Files.newInputStream(path)) {
            return Sha256.of(stream).equals(sha256);
        } catch (NoSuchFileException deletedMeanwhile) {
            return false;
        }
    }

    @Override
    public InputStream open(String key, long from, long length) throws IOException {
        Path path = reach(key);
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(key);
        }
        var channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new LimitedStream(Channels.newInputStream(channel.position(from)), length);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void delete(String key) throws IOException {
        Path path = reach(key);
        Files.deleteIfExists(path);
        Files.deleteIfExists(path.resolveSibling(path.getFileName() + UNFINISHED));
        // The folders that held only this.
        for (Path parent = parent(path); !parent.equals(folder); parent = parent(parent)) {
            if (!isEmpty(parent)) {
                return;
            }
            Files.deleteIfExists(parent);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return true;
        }
        try (var entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    @Override
    public String location(String key) {
        return path(key).toUri().toString();
    }

    private Path parent(Path path) {
        return Objects.requireNonNullElse(path.getParent(), folder);
    }

    private Path path(String key) {
        return folder.resolve(Keys.check(key));
    }

    /// The same, where the folder is there.
    private Path reach(String key) throws IOException {
        Path path = path(key);
        if (!own && !Files.isDirectory(folder)) {
            throw new IOException("the folder " + folder + " is not there: make it, or mount what it is on");
        }
        return path;
    }
}
