package dev.moim.signaling.api;

import dev.moim.signaling.objects.LimitedStream;
import dev.moim.signaling.recording.RecordingFolders;
import dev.moim.signaling.store.RecordingFileRow;
import dev.moim.signaling.store.RecordingFileRows;
import dev.moim.signaling.upload.StoredUploads;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// The files of closed segments, whole or in part: a player asks for ranges, and an interrupted download goes on. They
/// come from the disk, or from the object store when policy has removed the local copy.
@Controller("/api/v1/recordings/{id}/files/{segment}/{name}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_ANONYMOUS)
final class RecordingFilesController {
    private static final Logger LOG = System.getLogger(RecordingFilesController.class.getName());
    private final RecordingAccess access;
    private final RecordingFileRows files;
    private final RecordingFolders folders;
    private final StoredUploads uploads;

    RecordingFilesController(
            RecordingAccess access, RecordingFileRows files, RecordingFolders folders, StoredUploads uploads) {
        this.access = access;
        this.files = files;
        this.folders = folders;
        this.uploads = uploads;
    }

    @Get
    HttpResponse<?> read(
            String id,
            int segment,
            String name,
            @Header(HttpHeaders.RANGE) Optional<String> range,
            @Header(HttpHeaders.IF_RANGE) Optional<String> ifRange,
            @Header(HttpHeaders.IF_NONE_MATCH) Optional<String> ifNoneMatch,
            HttpRequest<?> request)
            throws IOException {
        // Names come from the database only: nobody names another file of the disk.
        Optional<RecordingFileRow> found = files.find(id, segment, name);
        if (found.filter(it -> access.mayFetch(it, request)).isEmpty()) {
            access.requireRecording(id, request);
        }
        RecordingFileRow file = found.orElseThrow(() -> ApiException.notFound("file"));
        String tag = '"' + file.sha256() + '"';
        if (ifNoneMatch.filter(tags -> names(tags, tag)).isPresent()) {
            return headers(HttpResponse.notModified(), tag);
        }
        // RFC 9110 section 13.1.5: a date or another tag gets the whole file.
        Optional<String> wanted = range.filter(
                _ -> ifRange.filter(condition -> !condition.equals(tag)).isEmpty());
        try {
            Optional<ByteRange> part = wanted.isEmpty() ? Optional.empty() : ByteRange.of(wanted.get(), file.size());
            // Nobody would close what is opened for a reader of headers.
            Source source =
                    request.getMethod() == HttpMethod.HEAD ? (_, _) -> InputStream.nullInputStream() : this::open;
            return part.isPresent() ? partial(file, part.get(), tag, source) : whole(file, tag, source);
        } catch (ByteRange.Unsatisfiable e) {
            return headers(
                    Problem.response(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "the file has no such bytes")
                            .header(HttpHeaders.CONTENT_RANGE, "bytes */" + file.size()),
                    tag);
        }
    }

    /// Where the bytes come from.
    private interface Source {
        InputStream open(RecordingFileRow file, ByteRange part) throws IOException;
    }

    private static HttpResponse<?> whole(RecordingFileRow file, String tag, Source source) throws IOException {
        return headers(HttpResponse.ok(stream(file, new ByteRange(0, file.size()), source)), tag);
    }

    private static HttpResponse<?> partial(RecordingFileRow file, ByteRange part, String tag, Source source)
            throws IOException {
        return headers(
                HttpResponse.status(HttpStatus.PARTIAL_CONTENT)
                        .body(stream(file, part, source))
                        .header(HttpHeaders.CONTENT_RANGE, part.contentRange(file.size())),
                tag);
    }

    private static StreamedFile stream(RecordingFileRow file, ByteRange part, Source source) throws IOException {
        return new StreamedFile(
                source.open(file, part), MediaType.of(file.mediaType()), Instant.EPOCH.toEpochMilli(), part.length());
    }

    private InputStream open(RecordingFileRow file, ByteRange part) throws IOException {
        try {
            FileChannel channel = FileChannel.open(folders.file(file), StandardOpenOption.READ);
            channel.position(part.first());
            return new LimitedStream(Channels.newInputStream(channel), part.length());
        } catch (NoSuchFileException e) {
            return part.length() == 0 ? InputStream.nullInputStream() : fromStore(file, part);
        }
    }

    /// The local copy was removed, which happens only after the store has confirmed its own.
    private InputStream fromStore(RecordingFileRow file, ByteRange part) {
        try {
            return uploads.open(file, part.first(), part.length());
        } catch (NoSuchFileException e) {
            throw new ApiException(HttpStatus.GONE, "neither this server nor its object store has the file any more");
        } catch (IOException e) {
            LOG.log(Level.WARNING, "file " + file.id() + " cannot be had from the object store: " + e);
            throw new ApiException(HttpStatus.SERVICE_UNAVAILABLE, "the object store is away: try again");
        }
    }

    private static <T> MutableHttpResponse<T> headers(MutableHttpResponse<T> response, String tag) {
        return response.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.ACCEPT_RANGES, "bytes")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header("X-Content-Type-Options", "nosniff");
    }

    private static boolean names(String tags, String tag) {
        return Arrays.stream(tags.split(",")).map(String::strip).anyMatch(one -> one.equals(tag) || one.equals("*"));
    }
}
