package dev.moim.signaling.upload;

import dev.moim.signaling.store.RecordingFileRow;

/// Under which keys the store has files.
final class ObjectKeys {
    private ObjectKeys() {}

    static String of(RecordingFileRow file) {
        return "recordings/%s/%04d/%s".formatted(file.recordingId(), file.segment(), file.name());
    }
}
