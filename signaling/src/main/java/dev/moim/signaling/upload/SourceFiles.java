package dev.moim.signaling.upload;

import dev.moim.signaling.recording.RecordingFolders;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

/// The files of orders: on this machine's disk, which may be one that the server shares, or fetched from the server
/// into a folder here. A fetch that broke off goes on where it ended. Any thread; blocks.
@Singleton
class SourceFiles {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /// Until the first byte, and between two.
    private static final Duration SILENCE = Duration.ofSeconds(30);
    /// How long the beginning of a file waits for the rest.
    private static final Duration KEPT = Duration.ofDays(2);
    private static final int BUFFER = 256 * 1024;
    private static final int NO_SUCH_BYTES = 416;

    private final RecordingFolders folders;
    private final Path incoming;

    SourceFiles(RecordingFolders folders, @Value("${moim.data}") Path data) {
        this.folders = folders;
        incoming = data.resolve("incoming").toAbsolutePath().normalize();
    }

    /// There is no such file any more.
    static final class GoneException extends IOException {
        private static final long serialVersionUID = 1L;

        GoneException(String message) {
            super(message);
        }
    }

    /// Whether the file has to come, or came, from the server.
    boolean isFetched(UploadOrder order) {
        return !order.server().isEmpty() && !Files.exists(local(order));
    }

    /// The whole file, fetched if it must be.
    ///
    /// @throws GoneException when no attempt would help
    Path find(UploadOrder order) throws IOException {
        Path local = local(order);
        if (Files.exists(local)) {
            return local;
        }
        if (order.server().isEmpty()) {
            throw new GoneException("the file is not on the disk");
        }
        makeRoom();
        Path file = fetched(order);
        if (!Files.exists(file) || Files.size(file) < order.size()) {
            fetch(order, file);
        }
        return file;
    }

    /// A folder that only we look into, without what nobody asked for any more: a file may be given up, or deleted.
    private void makeRoom() throws IOException {
        if (incoming.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    incoming, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(incoming);
        }
        Instant old = Instant.now().minus(KEPT);
        try (var files = Files.newDirectoryStream(incoming)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /// Removes what was fetched.
    void forget(UploadOrder order) throws IOException {
        Files.deleteIfExists(fetched(order));
    }

    private Path local(UploadOrder order) {
        return folders.file(order.segmentId(), order.name());
    }

    private Path fetched(UploadOrder order) {
        if (!order.file().matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("not a file's id");
        }
        return incoming.resolve(order.file());
    }

    private static void fetch(UploadOrder order, Path file) throws IOException {
        long have = Files.exists(file) ? Files.size(file) : 0;
        var connection = (HttpURLConnection) uri(order).toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) SILENCE.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Authorization", "Bearer " + order.token());
        connection.setRequestProperty("Range", "bytes=" + have + "-");
        connection.setRequestProperty("If-Range", '"' + order.sha256() + '"');
        try {
            switch (connection.getResponseCode()) {
                case HttpURLConnection.HTTP_PARTIAL -> append(connection.getInputStream(), file, have, order.size());
                case HttpURLConnection.HTTP_OK -> append(connection.getInputStream(), file, 0, order.size());
                // There is nothing after the bytes that are here.
                case NO_SUCH_BYTES -> append(InputStream.nullInputStream(), file, have, order.size());
                case HttpURLConnection.HTTP_GONE -> {
                    Files.deleteIfExists(file);
                    throw new GoneException("the server has no such file any more");
                }
                default -> throw new IOException("the server answers " + connection.getResponseCode());
            }
        } finally {
            connection.disconnect();
        }
    }

    private static URI uri(UploadOrder order) {
        return URI.create("%s/api/v1/recordings/%s/files/%d/%s"
                .formatted(order.server().replaceAll("/+$", ""), order.recording(), order.segment(), order.name()));
    }

    private static void append(InputStream body, Path file, long at, long size) throws IOException {
        try (var in = Channels.newChannel(body);
                var out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(at).position(at);
            var buffer = ByteBuffer.allocate(BUFFER);
            while (out.position() <= size && in.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
            }
            if (out.position() != size) {
                throw new IOException("%d of %d bytes came".formatted(out.position(), size));
            }
        }
    }
}
