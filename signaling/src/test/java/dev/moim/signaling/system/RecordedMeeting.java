package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// A recording of a room in a packaged server, seen through the API and its folder.
final class RecordedMeeting {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ServerProcess server;
    private final String id;

    private RecordedMeeting(ServerProcess server, String id) {
        this.server = server;
        this.id = id;
    }

    static RecordedMeeting start(ServerProcess server, String room) {
        return new RecordedMeeting(
                server,
                server.post("/api/v1/rooms/" + room + "/recordings", Map.of(), server.accessToken())
                        .get("id")
                        .asText());
    }

    /// One that somebody started in the meeting.
    static RecordedMeeting newest(ServerProcess server, String room) {
        return new RecordedMeeting(
                server,
                server.get("/api/v1/rooms/" + room + "/recordings")
                        .at("/recordings/0/id")
                        .asText());
    }

    String id() {
        return id;
    }

    JsonNode read() {
        return server.get("/api/v1/recordings/" + id);
    }

    void stop() {
        server.post("/api/v1/recordings/" + id + "/stop", Map.of(), server.accessToken());
        await("all files are closed", it -> !it.get("state").asText().equals("stopping"));
    }

    JsonNode await(String what, Predicate<JsonNode> condition) {
        awaitThat(what, () -> condition.test(read()));
        return read();
    }

    /// Waits until so many tracks of the newest segment have so many frames each.
    void awaitFrames(int segment, int tracks, int frames) {
        awaitThat(
                "%d tracks with %d frames in segment %d".formatted(tracks, frames, segment),
                () -> manifest(segment).stream()
                                .flatMap(it -> list(it.get("tracks")).stream())
                                .filter(track -> frames(track) >= frames)
                                .count()
                        >= tracks);
    }

    private static long frames(JsonNode track) {
        return list(track.get("files")).stream()
                .mapToLong(file -> file.get("frames").asLong())
                .sum();
    }

    Path folder(int segment) {
        return server.data().resolve("recordings").resolve(id).resolve("%04d".formatted(segment));
    }

    /// What is on the disk now; none before the first file has.
    List<JsonNode> manifest(int segment) {
        Path file = folder(segment).resolve("manifest.json");
        try {
            return Files.exists(file) ? List.of(Json.parse(Files.readString(file))) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Tracks as files of all closed segments.
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (JsonNode segment : read().get("segments")) {
            for (JsonNode file : segment.get("files")) {
                if (file.get("kind").asText().equals("track")) {
                    files.add(folder(segment.get("number").asInt())
                            .resolve(file.get("name").asText()));
                }
            }
        }
        return files;
    }

    static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    static void awaitThat(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(LIMIT);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within " + LIMIT + ": " + what);
            }
            Pause.briefly();
        }
    }
}
