package dev.moim.signaling.objects;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Objects in a bucket. Small files go in one request, large ones in parts; the store checks the SHA-256 of each. The
/// file's own checksum is kept with the object, because S3 has none over all parts.
final class S3ObjectStore implements ObjectStore {
    /// In the object's metadata.
    static final String SHA256 = "sha256";

    private final S3Settings settings;
    private final LazyClient client;

    S3ObjectStore(S3Settings settings) {
        this.settings = settings;
        client = new LazyClient(settings);
    }

    private interface Call<T> {
        T on(S3Client s3) throws IOException;
    }

    @Override
    public void put(String key, Path file, long size, String sha256) throws IOException {
        if (holds(key, size, sha256)) {
            return;
        }
        if (size <= MultipartUpload.PART_SIZE) {
            putWhole(key, file, size, sha256);
        } else {
            call(s3 -> new MultipartUpload(s3, settings.bucket(), name(key), size, sha256).send(file));
        }
        if (!holds(key, size, sha256)) {
            throw new IOException("the store does not confirm length and checksum of " + key);
        }
    }

    private void putWhole(String key, Path file, long size, String sha256) throws IOException {
        byte[] bytes = Files.size(file) == size ? Files.readAllBytes(file) : new byte[0];
        var digest = Sha256.digest();
        digest.update(bytes);
        if (bytes.length != size || !Sha256.hex(digest).equals(sha256)) {
            throw new DamagedFileException(file);
        }
        call(s3 -> s3.putObject(
                request -> request.bucket(settings.bucket())
                        .key(name(key))
                        .metadata(Map.of(SHA256, sha256))
                        .checksumSHA256(MultipartUpload.base64(bytes, bytes.length)),
                RequestBody.fromBytes(bytes)));
    }

    @Override
    public boolean holds(String key, long size, String sha256) throws IOException {
        try {
            HeadObjectResponse head = call(s3 -> s3.headObject(
                    request -> request.bucket(settings.bucket()).key(name(key)).checksumMode(ChecksumMode.ENABLED)));
            if (head.contentLength() != size || !sha256.equals(head.metadata().get(SHA256))) {
                return false;
            }
            // A store that keeps no checksums may have checked none: look for ourselves.
            return head.checksumSHA256() != null || size == 0 || readsAs(key, size, sha256);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private boolean readsAs(String key, long size, String sha256) throws IOException {
        try (var stream = open(key, 0, size)) {
            return Sha256.of(stream).equals(sha256);
        }
    }

    @Override
    public InputStream open(String key, long from, long length) throws IOException {
        return call(s3 -> s3.getObject(request ->
                request.bucket(settings.bucket()).key(name(key)).range("bytes=" + from + "-" + (from + length - 1))));
    }

    @Override
    public void delete(String key) throws IOException {
        call(s3 -> s3.deleteObject(request -> request.bucket(settings.bucket()).key(name(key))));
        call(s3 -> MultipartUpload.abortAll(s3, settings.bucket(), name(key)));
    }

    @Override
    public String location(String key) {
        return "s3://" + settings.bucket() + "/" + name(key);
    }

    private String name(String key) {
        return settings.prefix() + Keys.check(key);
    }

    private <T> T call(Call<T> call) throws IOException {
        try {
            return call.on(client.get());
        } catch (NoSuchKeyException e) {
            throw (IOException) new NoSuchFileException(e.getMessage()).initCause(e);
        } catch (SdkException | UncheckedIOException e) {
            throw new IOException("the object store: " + e.getMessage(), e);
        }
    }
}
