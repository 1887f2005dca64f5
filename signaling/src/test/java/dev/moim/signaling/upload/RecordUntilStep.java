package dev.moim.signaling.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moim.signaling.recording.Recordings;
import dev.moim.signaling.recording.SegmentId;
import dev.moim.signaling.recording.Segments;
import dev.moim.signaling.room.RecordingFact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A process that records, as a room and its recorder do, and brings away what it recorded, until it dies at a
/// step. Its arguments: the data folder and the step.
final class RecordUntilStep {
    static final String TRACK = "0001-camera-1.webm";
    private static final int SIZE = 300_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordUntilStep() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Breaker.way = Breaker.Way.DIE;
        Breaker.at = Breaker.Step.valueOf(args[1]);
        var pipeline =
                new Pipeline(Path.of(args[0]), Map.of("test.break-at", args[1], "moim.uploads.local-copies", "remove"));
        pipeline.makeRoom();
        var recordings = pipeline.context.getBean(Recordings.class);
        recordings.store(Pipeline.ROOM, new RecordingFact.Started(Instant.now(), Pipeline.RECORDING, "user:owner", 1));
        Breaker.pass(Breaker.Step.SEGMENT_STORED);
        var segments = pipeline.context.getBean(Segments.class);
        var segment = new SegmentId(Pipeline.RECORDING, 1);
        Path folder = segments.begin(Pipeline.ROOM, segment, List.of());
        Breaker.pass(Breaker.Step.FOLDER_MADE);
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        Files.write(folder.resolve(TRACK), bytes);
        segments.onProgress(segment, media(false, ""));
        Breaker.pass(Breaker.Step.RECORDED);
        recordings.store(Pipeline.ROOM, stopped());
        Breaker.pass(Breaker.Step.STOP_STORED);
        segments.onClosed(
                segment, media(true, Pipeline.sha256(bytes)), () -> Breaker.pass(Breaker.Step.SEGMENT_CLOSED));
        Thread.currentThread().join();
    }

    static RecordingFact stopped() {
        return new RecordingFact.Stopped(
                Instant.now(), Pipeline.RECORDING, "user:owner", RecordingFact.StopReason.REQUESTED);
    }

    /// What media says of the segment, as docs/recording-manifest.schema.json has it.
    private static ObjectNode media(boolean complete, String sha256) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(
                """
                {"startedAt": "2026-11-21T09:00:00Z", "length": 5.0, "complete": %b, "tracks": [
                  {"participant": "p-1", "source": "camera", "gaps": [], "lostPackets": 0, "files": [
                    {"name": "%s", "codec": "VP8", "mediaType": "video/webm", "offset": 0.0, "duration": 5.0,
                     "bytes": %d, "sha256": "%s", "frames": 100, "clean": true, "pictures": []}]}],
                 "speakers": [], "omissions": 0}"""
                        .formatted(complete, TRACK, SIZE, sha256));
    }
}
