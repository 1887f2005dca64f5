package dev.moim.signaling.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moim.signaling.recording.SegmentId;
import dev.moim.signaling.store.RecordingFileRow;
import java.io.UncheckedIOException;

/// All that is needed to bring one file into the store, on whatever machine.
///
/// @param file its id
/// @param server where the file can be fetched by those who do not share the server's disk; empty when nowhere
/// @param token opens this file there for an hour, and nothing else
record UploadOrder(
        String file,
        String recording,
        int segment,
        String name,
        long size,
        String sha256,
        String key,
        String server,
        String token) {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static UploadOrder of(RecordingFileRow file, String server, String token) {
        return new UploadOrder(
                file.id(),
                file.recordingId(),
                file.segment(),
                file.name(),
                file.size(),
                file.sha256(),
                ObjectKeys.of(file),
                server,
                token);
    }

    SegmentId segmentId() {
        return new SegmentId(recording, segment);
    }

    String write() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws UncheckedIOException when it is none
    static UploadOrder read(String text) {
        try {
            return JSON.readValue(text, UploadOrder.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Without the token.
    @Override
    public String toString() {
        return "UploadOrder[" + key + "]";
    }
}
