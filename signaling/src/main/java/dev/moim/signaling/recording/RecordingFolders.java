package dev.moim.signaling.recording;

import dev.moim.signaling.store.RecordingFileRow;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// Where recordings are on this machine's disk: a folder for each, in it one for each segment. Any thread; blocks.
@Singleton
public class RecordingFolders {
    static final String MANIFEST = "manifest.json";
    private final Path top;

    RecordingFolders(@Value("${moim.data}") Path data) {
        top = data.resolve("recordings").toAbsolutePath().normalize();
    }

    /// Need not be there.
    public Path of(SegmentId segment) {
        return of(segment.recording()).resolve("%04d".formatted(segment.number()));
    }

    Path of(String recording) {
        return inside(top.resolve(recording));
    }

    /// A file of a segment; need not be there.
    public Path file(RecordingFileRow file) {
        return file(new SegmentId(file.recordingId(), file.segment()), file.name());
    }

    /// The same for one whose row is in another process' database.
    public Path file(SegmentId segment, String name) {
        return inside(of(segment).resolve(name));
    }

    /// Makes the segment's folder, empty.
    Path make(SegmentId segment) throws IOException {
        Path folder = of(segment);
        Files.createDirectories(folder);
        return folder;
    }

    /// Bytes that are free where recordings are.
    long free() throws IOException {
        Files.createDirectories(top);
        return Files.getFileStore(top).getUsableSpace();
    }

    /// Removes all of a recording. Nothing if it is not there.
    ///
    /// @throws IOException also when somebody adds or removes files meanwhile
    public void delete(String recording) throws IOException {
        List<Path> deepestFirst;
        try (var all = Files.walk(of(recording))) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    private Path inside(Path path) {
        Path normal = path.normalize();
        if (!normal.startsWith(top) || normal.equals(top)) {
            throw new IllegalArgumentException("not in the recordings' folder");
        }
        return normal;
    }
}
