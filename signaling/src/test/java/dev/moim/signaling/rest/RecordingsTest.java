package dev.moim.signaling.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.moim.signaling.Eventually;
import dev.moim.signaling.auth.Accounts;
import dev.moim.signaling.events.Event;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.room.RoomId;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recordings through the API, of people without media: their files are manifests only.
class RecordingsTest extends RestTest {
    private static final List<String> CLOSED = List.of("stopped", "uploaded");

    @TempDir
    static Path data;

    @Inject
    EmbeddedServer server;

    @Inject
    Accounts accounts;

    @Inject
    EventLog events;

    private Rest owner;
    private Rest other;
    private Rest root;
    private Rest nobody;

    @Override
    Map<String, String> settings() {
        return Map.of("moim.data", data.toString());
    }

    @BeforeAll
    void people() {
        accounts.add("owner", Rest.PASSWORD, false);
        accounts.add("other", Rest.PASSWORD, false);
        accounts.add("root", Rest.PASSWORD, true);
        nobody = Rest.anonymous(server);
        owner = nobody.signedIn("owner");
        other = nobody.signedIn("other");
        root = nobody.signedIn("root");
    }

    private static String recordings(String room) {
        return "/api/v1/rooms/" + room + "/recordings";
    }

    private Answer order(Rest who, String recording, String order) {
        return who.send("POST", "/api/v1/recordings/" + recording + "/" + order, "");
    }

    private Answer start(Rest who, String room) {
        return who.send("POST", recordings(room), "");
    }

    private Answer read(String recording) {
        return owner.get("/api/v1/recordings/" + recording);
    }

    /// All files are closed; they may be where they are kept already.
    private void awaitClosed(String recording) {
        Eventually.isTrue("closed", () -> CLOSED.contains(read(recording).text("state")));
    }

    private List<String> types(String room) {
        return events.after(new RoomId(room), 0, 1000).stream()
                .map(Event::type)
                .filter(type -> type.startsWith("recording.") && !type.equals("recording.uploaded"))
                .toList();
    }

    /// A recording with one closed segment, in which Mina said something.
    private String recorded(String room) {
        String id = start(owner, room).text("id");
        try (var mina = Guest.join(nobody, room, "Mina")) {
            mina.participant();
            Eventually.isTrue(
                    "a segment",
                    () -> read(id).json().at("/segments/0/state").asText().equals("open"));
            order(owner, id, "stop");
        }
        awaitClosed(id);
        return id;
    }

    @Test
    void aRecordingIsStartedPausedResumedAndStopped() {
        String room = owner.room("Recorded");
        Answer started = start(owner, room);
        String id = started.text("id");
        assertThat(started.status()).isEqualTo(201);
        assertThat(started.header("Location")).isEqualTo("/api/v1/recordings/" + id);
        assertThat(started.text("state")).isEqualTo("recording");
        assertThat(start(owner, room).status()).as("one at a time").isEqualTo(409);
        assertThat(nobody.get("/api/v1/rooms/" + room).text("recording"))
                .as("the door says it")
                .isEqualTo("recording");
        assertThat(order(owner, id, "resume").status()).isEqualTo(409);
        assertThat(order(owner, id, "pause").text("state")).isEqualTo("paused");
        assertThat(nobody.get("/api/v1/rooms/" + room).text("recording")).isEqualTo("paused");
        assertThat(order(owner, id, "resume").text("state")).isEqualTo("recording");
        assertThat(owner.delete("/api/v1/recordings/" + id).status())
                .as("it goes on")
                .isEqualTo(409);
        assertThat(order(owner, id, "stop").text("state")).isIn(CLOSED);
        assertThat(order(owner, id, "stop").status()).isEqualTo(409);
        assertThat(nobody.get("/api/v1/rooms/" + room).json().has("recording")).isFalse();
        assertThat(types(room))
                .containsExactly("recording.started", "recording.paused", "recording.resumed", "recording.stopped");
    }

    @Test
    void onlyThoseWithTheRightRecord() {
        String room = owner.room("Mine");
        String tokens = "/api/v1/rooms/" + room + "/tokens";
        Rest moderator = nobody.with(
                owner.post(tokens, Map.of("name", "Mina", "role", "moderator")).text("token"));
        Rest participant =
                nobody.with(nobody.post(tokens, Map.of("name", "Jun")).text("token"));
        String elsewhere = other.room("Elsewhere");
        Rest foreign = nobody.with(other.post("/api/v1/rooms/" + elsewhere + "/tokens", Map.of("role", "moderator"))
                .text("token"));
        for (Rest no : List.of(other, participant)) {
            assertThat(start(no, room).status()).isEqualTo(403);
            assertThat(no.get(recordings(room)).status()).isEqualTo(403);
        }
        for (Rest no : List.of(nobody, foreign, nobody.with("nonsense"))) {
            assertThat(start(no, room).status()).isEqualTo(401);
            assertThat(no.get(recordings(room)).status()).isEqualTo(401);
        }
        assertThat(start(owner, "none").status()).isEqualTo(404);
        String id = start(moderator, room).text("id");
        assertThat(participant.get("/api/v1/recordings/" + id).status()).isEqualTo(403);
        assertThat(foreign.get("/api/v1/recordings/" + id).status()).isEqualTo(401);
        assertThat(order(participant, id, "stop").status()).isEqualTo(403);
        assertThat(order(other, id, "stop").status()).isEqualTo(403);
        assertThat(order(root, id, "pause").status()).isEqualTo(200);
        assertThat(order(moderator, id, "stop").text("startedBy")).startsWith("user:");
        assertThat(owner.get("/api/v1/recordings/none").status()).isEqualTo(404);
    }

    @Test
    void listsComeInPages() {
        String room = owner.room("Many");
        for (int i = 0; i < 51; i++) {
            order(owner, start(owner, room).text("id"), "stop");
        }
        Answer first = owner.get(recordings(room));
        assertThat(first.json().get("recordings")).hasSize(50);
        Answer second = owner.get(recordings(room) + "?after=" + first.text("next"));
        assertThat(second.json().get("recordings")).hasSize(1);
        assertThat(second.json().has("next")).isFalse();
        assertThat(owner.get(recordings(owner.room("Other")) + "?after=" + first.text("next"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theManifestTellsWhoWasThereAndWhatTheySaid() throws Exception {
        String room = owner.room("Told");
        String id = start(owner, room).text("id");
        try (var mina = Guest.join(nobody, room, "Mina")) {
            mina.participant();
            // Nothing from before the recorder's start is told, and it starts beside the join.
            Path manifest =
                    data.resolve("recordings").resolve(id).resolve("0001").resolve("manifest.json");
            Eventually.isTrue("it is recorded", () -> Files.exists(manifest));
            mina.chat("Hello");
            try (var jun = Guest.join(nobody, room, "Jun")) {
                assertThat(jun.participant()).isNotEmpty();
            }
            Eventually.isTrue("Jun left", () -> events.after(new RoomId(room), 0, 100).stream()
                    .anyMatch(event -> event.type().equals("participant.left")));
            order(owner, id, "stop");
            awaitClosed(id);
        }
        JsonNode file = read(id).json().at("/segments/0/files/0");
        assertThat(file.get("kind").asText()).isEqualTo("manifest");
        Answer manifest = owner.get(file.get("href").asText());
        assertThat(manifest.header("ETag")).isEqualTo('"' + file.get("sha256").asText() + '"');
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(manifest.body().getBytes(UTF_8));
        assertThat(HexFormat.of().formatHex(sum)).isEqualTo(file.get("sha256").asText());
        assertThat(schema().validate(manifest.json())).isEmpty();
        assertThat(manifest.json().get("timeline").findValuesAsText("event"))
                .as("Mina was there when it began")
                .containsExactly("chat.posted", "participant.joined", "participant.left");
        assertThat(manifest.json().at("/timeline/0/text").asText()).isEqualTo("Hello");
        assertThat(manifest.json().get("participants").findValuesAsText("name")).containsExactly("Mina", "Jun");
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Answer.JSON.readTree(
                        Files.readString(Path.of("..", "docs", "recording-manifest.schema.json"))));
    }

    @Test
    void filesComeWholeAndInParts() throws Exception {
        String room = owner.room("Parts");
        String id = recorded(room);
        JsonNode file = read(id).json().at("/segments/0/files/0");
        String path = file.get("href").asText();
        String whole = owner.get(path).body();
        long size = file.get("size").asLong();
        assertThat(whole.getBytes(UTF_8)).hasSize((int) size);
        String tag = '"' + file.get("sha256").asText() + '"';

        HttpResponse<String> part = raw(path, "Range", "bytes=2-11");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(whole.substring(2, 12));
        assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-11/" + size);
        assertThat(header(part, "Content-Length")).isEqualTo("10");
        assertThat(raw(path, "Range", "bytes=-4").body()).isEqualTo(whole.substring(whole.length() - 4));
        assertThat(raw(path, "Range", "bytes=5-").body()).isEqualTo(whole.substring(5));
        assertThat(raw(path, "Range", "bytes=5-999999999").body()).isEqualTo(whole.substring(5));
        assertThat(raw(path, "Range", "bytes=0-1,4-5").statusCode()).isEqualTo(200);
        assertThat(raw(path, "Range", "pages=1").statusCode()).isEqualTo(200);
        HttpResponse<String> beyond = raw(path, "Range", "bytes=" + size + "-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */" + size);
        assertThat(raw(path, "Range", "bytes=-0").statusCode()).isEqualTo(416);
        assertThat(raw(path, "Range", "bytes=2-11", "If-Range", tag).statusCode())
                .isEqualTo(206);
        assertThat(raw(path, "Range", "bytes=2-11", "If-Range", "\"old\"").statusCode())
                .isEqualTo(200);
        assertThat(raw(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    /// The garbage collector closes files, too, but nobody knows when.
    @Test
    void whoAsksForHeadersOnlyLeavesNoFileOpen() throws Exception {
        Path open = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(open), "needs Linux");
        String id = recorded(owner.room("Looked at"));
        Eventually.isTrue(
                "nobody reads it any more", () -> read(id).text("state").equals("uploaded"));
        JsonNode file = read(id).json().at("/segments/0/files/0");
        var request = HttpRequest.newBuilder(owner.uri(file.get("href").asText()))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + owner.token())
                .build();
        HttpResponse<Void> head = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(openFiles(open, data.toRealPath().resolve("recordings"))).isZero();
    }

    private static long openFiles(Path descriptors, Path folder) {
        long count = 0;
        try (var all = Files.newDirectoryStream(descriptors)) {
            for (Path one : all) {
                count += target(one).startsWith(folder) ? 1 : 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }

    private static Path target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (NoSuchFileException e) {
            return descriptor; // closed meanwhile
        }
    }

    @Test
    void nothingButAFileOfTheRecordingIsGivenOut() {
        String id = recorded(owner.room("Closed"));
        String files = "/api/v1/recordings/" + id + "/files/";
        assertThat(nobody.get(files + "1/manifest.json").status()).isEqualTo(401);
        assertThat(other.get(files + "1/manifest.json").status()).isEqualTo(403);
        for (String name : List.of("1/none", "2/manifest.json", "1/..%2F..%2F..%2Fmoim.mv.db", "0/manifest.json")) {
            assertThat(owner.get(files + name).status()).as(name).isEqualTo(404);
        }
    }

    @Test
    void aDeletedRecordingLeavesNothingBehind() {
        String room = owner.room("Gone");
        String id = recorded(room);
        Path folder = data.resolve("recordings").resolve(id);
        assertThat(folder).isNotEmptyDirectory();
        assertThat(other.delete("/api/v1/recordings/" + id).status()).isEqualTo(403);
        assertThat(owner.delete("/api/v1/recordings/" + id).status()).isEqualTo(204);
        assertThat(folder).doesNotExist();
        assertThat(read(id).status()).isEqualTo(404);

        String second = recorded(room);
        assertThat(owner.delete("/api/v1/rooms/" + room).status()).isEqualTo(204);
        assertThat(data.resolve("recordings").resolve(second)).doesNotExist();
    }

    private HttpResponse<String> raw(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(owner.uri(path))
                .headers(headers)
                .header("Authorization", "Bearer " + owner.token())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
