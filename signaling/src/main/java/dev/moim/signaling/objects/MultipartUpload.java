package dev.moim.signaling.objects;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Part;

/// One large file in parts. A try that broke off stays in the store; the next one finds its parts, compares their
/// checksums with the file's, and sends only the others.
final class MultipartUpload {
    /// Held in memory one at a time for each upload. S3 takes no part below 5 MiB but the last.
    static final int PART_SIZE = 8 * 1024 * 1024;

    /// S3 takes 10 000; larger files have larger parts.
    private static final int MAX_PARTS = 9_000;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final long size;
    private final String sha256;

    MultipartUpload(S3Client s3, String bucket, String key, long size, String sha256) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.size = size;
        this.sha256 = sha256;
    }

    /// @return what the store answered
    CompleteMultipartUploadResponse send(Path file) throws IOException {
        String upload = unfinished(s3, bucket, key).stream().findFirst().orElseGet(this::begin);
        var parts = sendParts(file, upload, stored(upload));
        return s3.completeMultipartUpload(request ->
                request.bucket(bucket).key(key).uploadId(upload).multipartUpload(completed -> completed.parts(parts)));
    }

    private List<CompletedPart> sendParts(Path file, String upload, Map<Integer, Part> stored) throws IOException {
        var parts = new ArrayList<CompletedPart>();
        MessageDigest whole = Sha256.digest();
        byte[] buffer = new byte[partSize()];
        long sent = 0;
        try (var stream = Files.newInputStream(file)) {
            for (int length = stream.readNBytes(buffer, 0, buffer.length);
                    length > 0;
                    length = stream.readNBytes(buffer, 0, buffer.length)) {
                whole.update(buffer, 0, length);
                sent += length;
                parts.add(sendPart(upload, stored.get(parts.size() + 1), parts.size() + 1, buffer, length));
            }
        }
        if (sent != size || !Sha256.hex(whole).equals(sha256)) {
            abort(s3, bucket, key, upload);
            throw new DamagedFileException(file);
        }
        return parts;
    }

    private CompletedPart sendPart(String upload, @Nullable Part stored, int number, byte[] bytes, int length) {
        String checksum = base64(bytes, length);
        String etag;
        if (stored != null && checksum.equals(stored.checksumSHA256())) {
            etag = stored.eTag();
        } else {
            etag = s3.uploadPart(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .contentLength((long) length)
                                    .checksumSHA256(checksum),
                            RequestBody.fromContentProvider(
                                    ContentStreamProvider.fromInputStreamSupplier(
                                            () -> new ByteArrayInputStream(bytes, 0, length)),
                                    length,
                                    "application/octet-stream"))
                    .eTag();
        }
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(etag)
                .checksumSHA256(checksum)
                .build();
    }

    private int partSize() {
        return Math.toIntExact(Math.max(PART_SIZE, size / MAX_PARTS + 1));
    }

    private String begin() {
        return s3.createMultipartUpload(request -> request.bucket(bucket)
                        .key(key)
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                        .metadata(Map.of(S3ObjectStore.SHA256, sha256)))
                .uploadId();
    }

    private Map<Integer, Part> stored(String upload) {
        var stored = new HashMap<Integer, Part>();
        s3.listPartsPaginator(request -> request.bucket(bucket).key(key).uploadId(upload))
                .parts()
                .forEach(part -> stored.put(part.partNumber(), part));
        return stored;
    }

    /// Ends what broken tries left behind.
    ///
    /// @return how many there were
    static int abortAll(S3Client s3, String bucket, String key) {
        var uploads = unfinished(s3, bucket, key);
        uploads.forEach(upload -> abort(s3, bucket, key, upload));
        return uploads.size();
    }

    private static void abort(S3Client s3, String bucket, String key, String upload) {
        s3.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(upload));
    }

    private static List<String> unfinished(S3Client s3, String bucket, String key) {
        return s3.listMultipartUploads(request -> request.bucket(bucket).prefix(key)).uploads().stream()
                .filter(upload -> upload.key().equals(key))
                .map(upload -> upload.uploadId())
                .toList();
    }

    /// A checksum as S3's headers have it.
    static String base64(byte[] bytes, int length) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes, 0, length);
        return Base64.getEncoder().encodeToString(digest.digest());
    }
}
