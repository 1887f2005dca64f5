package dev.moim.signaling.upload;

import dev.moim.signaling.store.RecordingFileRow;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/// Where a file is on this machine and in the store.
@Singleton
final class FilePlaces {
    private static final String FOLDER = "recordings";

    private final Path data;

    FilePlaces(@Value("${moim.data}") Path data) {
        this.data = data;
    }

    Path onDisk(RecordingFileRow file) {
        return data.resolve(FOLDER)
                .resolve(file.recordingId())
                .resolve(segment(file))
                .resolve(file.name());
    }

    static String key(RecordingFileRow file) {
        return FOLDER + "/" + file.recordingId() + "/" + segment(file) + "/" + file.name();
    }

    private static String segment(RecordingFileRow file) {
        return "%04d".formatted(file.segment());
    }
}
