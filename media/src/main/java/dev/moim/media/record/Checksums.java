package dev.moim.media.record;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Reads finished files again, on a thread of its own: their heads are filled in at the end, so a sum cannot be
/// made while writing, and the tracks that go on must not wait for it.
final class Checksums implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final OutputFiles files;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("recorder-checksums").daemon().factory());

    Checksums(OutputFiles files) {
        this.files = files;
    }

    /// The sum in lower-case hexadecimal, empty when the file cannot be read.
    CompletableFuture<String> of(String name) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return sha256(files, name);
                    } catch (IOException e) {
                        // The manifest says it by an empty sum.
                        return "";
                    }
                },
                thread);
    }

    static String sha256(OutputFiles files, String name) throws IOException {
        try (InputStream in = files.read(name)) {
            var digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            int count = in.read(buffer);
            while (count >= 0) {
                digest.update(buffer, 0, count);
                count = in.read(buffer);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-2", e);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
