package dev.moim.signaling.upload;

import dev.moim.signaling.objects.ObjectStore;
import dev.moim.signaling.store.RecordingFileRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What `recording.uploaded` says.
final class UploadedEvent {
    private static final int MAX_FILES = 200;

    /// An event's data has 100 000 characters at most; a location may have several hundred.
    private static final int MAX_CHARACTERS = 80_000;

    /// Names, quotes, a checksum and numbers of one file.
    private static final int FRAME = 160;

    private UploadedEvent() {}

    /// @return all files, or the first ones as far as there is room; `count` is the number of all
    static Map<String, Object> data(String recording, List<RecordingFileRow> files, ObjectStore store) {
        List<Map<String, Object>> told = new ArrayList<>();
        int characters = 0;
        for (var file : files) {
            String location = store.location(ObjectKeys.of(file));
            characters += FRAME + file.name().length() + location.length();
            if (told.size() == MAX_FILES || characters > MAX_CHARACTERS) {
                break;
            }
            told.add(Map.of(
                    "segment", file.segment(),
                    "name", file.name(),
                    "size", file.size(),
                    "sha256", file.sha256(),
                    "location", location));
        }
        return Map.of("recording", recording, "files", told, "count", files.size());
    }
}
