package dev.moim.signaling.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moim.signaling.room.RecordingFact;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.RecordingFileRow;
import dev.moim.signaling.store.RecordingFileRows;
import dev.moim.signaling.store.RecordingRow;
import dev.moim.signaling.store.RecordingRows;
import dev.moim.signaling.store.RoomRow;
import dev.moim.signaling.store.RoomRows;
import dev.moim.signaling.store.UserRow;
import dev.moim.signaling.store.UserRows;
import io.micronaut.context.ApplicationContext;
import io.micronaut.transaction.TransactionOperations;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A recording whose first segment is open, with a database and a folder, but no media.
final class OpenSegment implements AutoCloseable {
    static final RoomId ROOM = new RoomId("room-1");
    static final SegmentId SEGMENT = new SegmentId("k-1", 1);
    private static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    final ApplicationContext context;
    final Segments segments;
    final Recordings recordings;

    OpenSegment(Path data, Map<String, Object> settings) {
        var all = new HashMap<>(settings);
        all.put("moim.data", data.toString());
        context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(all)
                .start();
        context.getBean(UserRows.class).save(new UserRow("owner", "Owner", "owner", "-", false, AT));
        context.getBean(RoomRows.class).save(new RoomRow(ROOM.value(), "Room", "owner", true, 10, AT, 1));
        recordings = context.getBean(Recordings.class);
        recordings.store(ROOM, new RecordingFact.Started(AT, SEGMENT.recording(), "user:owner", 1));
        segments = context.getBean(Segments.class);
    }

    /// @return where its files are
    Path begin() throws IOException {
        return segments.begin(ROOM, SEGMENT, List.of());
    }

    @SuppressWarnings("unchecked") // the only transactions here are those of JDBC
    void transaction(Runnable work) {
        TransactionOperations<Connection> transactions = context.getBean(TransactionOperations.class);
        transactions.executeWrite(_ -> {
            work.run();
            return true;
        });
    }

    void stop() {
        recordings.store(
                ROOM,
                new RecordingFact.Stopped(AT, SEGMENT.recording(), "user:owner", RecordingFact.StopReason.REQUESTED));
    }

    String state() {
        return context.getBean(RecordingRows.class)
                .findById(SEGMENT.recording())
                .map(RecordingRow::state)
                .orElseThrow();
    }

    List<RecordingFileRow> files() {
        return context.getBean(RecordingFileRows.class).of(SEGMENT.recording());
    }

    /// What media says of a segment with one file.
    static ObjectNode media(String file, String sha256) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(
                """
                {"startedAt": "2026-11-21T09:00:00Z", "length": 5.0, "complete": true, "tracks": [
                  {"participant": "p-1", "source": "camera", "gaps": [], "lostPackets": 0, "files": [
                    {"name": "%s", "codec": "VP8", "mediaType": "video/webm", "offset": 0.0, "duration": 5.0,
                     "bytes": 1000, "sha256": "%s", "frames": 100, "clean": true, "pictures": []}]}],
                 "speakers": [], "omissions": 0}"""
                        .formatted(file, sha256));
    }

    @Override
    public void close() {
        context.close();
    }
}
