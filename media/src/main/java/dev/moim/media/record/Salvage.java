package dev.moim.media.record;

import dev.moim.media.RecordedFile;
import dev.moim.media.RecordedTrack;
import dev.moim.media.RecordingManifest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Tells what is left of a recording whose process died. The files need no repair; the manifest does.
public final class Salvage {
    private Salvage() {}

    /// Completes the last manifest that was told before the process died by what the files hold. A file that never came
    /// to the disk is left out. May read for as long as the files are large.
    ///
    /// @param last of the last [RecordingEvent.Progress]
    /// @throws IOException when a file that is there cannot be read
    public static RecordingManifest complete(Path directory, RecordingManifest last) throws IOException {
        var files = new DiskFiles(directory);
        List<RecordedTrack> tracks = new ArrayList<>();
        Duration length = last.length();
        for (RecordedTrack track : last.tracks()) {
            List<RecordedFile> found = new ArrayList<>();
            for (RecordedFile file : track.files()) {
                Path path = directory.resolve(file.name());
                if (!file.sha256().isEmpty()) {
                    found.add(file);
                } else if (Files.exists(path)) {
                    found.add(examine(files, path, file));
                }
            }
            for (RecordedFile file : found) {
                Duration end = file.offset().plus(file.duration());
                length = end.compareTo(length) > 0 ? end : length;
            }
            tracks.add(new RecordedTrack(track.source(), found, track.gaps(), track.lostPackets()));
        }
        return new RecordingManifest(last.startedAt(), length, true, tracks, last.speakers(), last.omissions());
    }

    private static RecordedFile examine(DiskFiles files, Path path, RecordedFile told) throws IOException {
        FileScan scan;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            scan = FileScan.of(in);
        }
        return new RecordedFile(
                told.name(),
                told.codec(),
                told.offset(),
                Duration.ofMillis(scan.lastMillis()),
                Files.size(path),
                Checksums.sha256(files, told.name()),
                scan.frames(),
                scan.finished(),
                told.pictures());
    }
}
