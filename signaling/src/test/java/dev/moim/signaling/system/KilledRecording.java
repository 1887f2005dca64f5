package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// A recorded meeting of a real browser whose server is killed again and again.
final class KilledRecording {
    private static final int MAX_DELAY_MILLIS = 4_000;
    private static final double NANOS = 1e9;

    private KilledRecording() {}

    /// What one track had lost when the server died.
    ///
    /// @param seconds between the last frame on the disk and the kill
    record Lost(int round, String source, double seconds) {}

    /// @param lost for each track of each round
    /// @param complaints of FFmpeg and mkvtoolnix about any file; empty when there are none
    record Outcome(List<Lost> lost, String complaints, int segments, int recordings) {}

    static Outcome run(int rounds, long seed) throws IOException, InterruptedException {
        var random = new Random(seed);
        List<Lost> lost = new ArrayList<>();
        try (var server = new ServerProcess();
                var browser = new Chromium()) {
            String room = server.createRoom("Killed");
            var mina = Person.join(browser.tab(), server.url("/r/" + room), "Mina");
            var meeting = RecordedMeeting.start(server, room);
            for (int round = 1; round <= rounds; round++) {
                meeting.awaitFrames(round, 2, 20);
                LockSupport.parkNanos(
                        Duration.ofMillis(random.nextInt(MAX_DELAY_MILLIS)).toNanos());
                Instant killedAt = Instant.now();
                server.kill();
                server.start();
                int segment = round;
                meeting.await("segment %d is closed".formatted(segment), it -> it.get("segments")
                        .get(segment - 1)
                        .get("state")
                        .asText()
                        .equals("closed"));
                lost.addAll(lost(round, meeting.manifest(segment).getFirst(), killedAt));
                mina.awaitState("joined");
            }
            meeting.awaitFrames(rounds + 1, 2, 20);
            meeting.stop();
            var complaints = new StringBuilder();
            for (Path file : meeting.files()) {
                complaints.append(MediaTools.complaints(file));
            }
            int recordings = server.get("/api/v1/rooms/" + room + "/recordings")
                    .get("recordings")
                    .size();
            return new Outcome(
                    lost, complaints.toString(), meeting.read().get("segments").size(), recordings);
        }
    }

    private static List<Lost> lost(int round, JsonNode manifest, Instant killedAt) {
        List<Lost> lost = new ArrayList<>();
        Instant start = Instant.parse(manifest.get("startedAt").asText());
        double killed = Duration.between(start, killedAt).toNanos() / NANOS;
        if (!manifest.has("interrupted")) {
            throw new AssertionError("the manifest does not say that it was interrupted: " + manifest);
        }
        for (JsonNode track : manifest.get("tracks")) {
            double end = 0;
            for (JsonNode file : track.get("files")) {
                end = Math.max(
                        end,
                        file.get("offset").asDouble() + file.get("duration").asDouble());
            }
            lost.add(new Lost(round, track.get("source").asText(), killed - end));
        }
        return lost;
    }
}
