package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moim.signaling.Eventually;
import dev.moim.signaling.auth.Accounts;
import dev.moim.signaling.auth.FileTokens;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recordings whose files are in the object store only, and those whose store refused them.
class StoredRecordingsTest extends RestTest {
    @TempDir
    static Path data;

    @Inject
    EmbeddedServer server;

    @Inject
    Accounts accounts;

    @Inject
    FileTokens tokens;

    private Rest owner;

    @Override
    Map<String, String> settings() {
        return Map.of(
                "moim.data", data.toString(),
                "moim.uploads.local-copies", "remove",
                "moim.uploads.attempts", "2",
                "moim.uploads.first-pause", "20ms",
                "moim.uploads.max-pause", "20ms");
    }

    @BeforeAll
    void people() {
        accounts.add("owner", Rest.PASSWORD, false);
        owner = Rest.anonymous(server).signedIn("owner");
    }

    private JsonNode read(String id) {
        return owner.get("/api/v1/recordings/" + id).json();
    }

    private JsonNode file(String id) {
        return read(id).at("/segments/0/files/0");
    }

    private Answer retry(String id) {
        return owner.send("POST", "/api/v1/recordings/" + id + "/uploads", "");
    }

    private String recorded() {
        String room = owner.room("Kept");
        String id =
                owner.send("POST", "/api/v1/rooms/" + room + "/recordings", "").text("id");
        try (var mina = Guest.join(Rest.anonymous(server), room, "Mina")) {
            mina.participant();
            Eventually.isTrue(
                    "a segment", () -> read(id).at("/segments/0/state").asText().equals("open"));
            owner.send("POST", "/api/v1/recordings/" + id + "/stop", "");
        }
        return id;
    }

    @Test
    void aFileWithoutALocalCopyComesFromTheStore() {
        String id = recorded();
        Eventually.isTrue(
                "no local copy",
                () -> read(id).get("state").asText().equals("uploaded")
                        && !file(id).get("onDisk").asBoolean());
        Eventually.isTrue("an empty disk", () -> Files.notExists(data.resolve("recordings/" + id + "/0001")));
        String path = file(id).get("href").asText();
        Answer whole = owner.get(path);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.json().get("recording").asText()).isEqualTo(id);
        Answer part = owner.part(path, "bytes=2-11");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(whole.body().substring(2, 12));
        assertThat(retry(id).status()).as("nothing was given up").isEqualTo(409);
    }

    @Test
    void aWorkersTokenOpensOneFileForAWhile() {
        String id = recorded();
        Eventually.isTrue("closed", () -> !file(id).isMissingNode());
        String other = recorded();
        Eventually.isTrue("closed", () -> !file(other).isMissingNode());
        String path = file(id).get("href").asText();
        String name = file(id).get("id").asText();
        Rest worker = Rest.anonymous(server).with(tokens.issue(name, Instant.now()));
        assertThat(worker.get(path).status()).isEqualTo(200);
        assertThat(worker.get(file(other).get("href").asText()).status()).isEqualTo(401);
        assertThat(worker.get("/api/v1/recordings/" + id).status()).isEqualTo(401);
        Rest late = Rest.anonymous(server).with(tokens.issue(name, Instant.now().minus(Duration.ofHours(2))));
        assertThat(late.get(path).status()).isEqualTo(401);
    }

    @Test
    void whatWasGivenUpIsTriedAgainOnDemand() throws IOException {
        assertThat(retry("none").status()).isEqualTo(404);
        String none = recorded();
        // Nothing can be written below a file.
        Path inTheWay = data.resolve("objects/recordings");
        Eventually.isTrue(
                "the first one away", () -> read(none).get("state").asText().equals("uploaded"));
        Path aside = data.resolve("aside");
        Files.move(inTheWay, aside);
        Files.writeString(inTheWay, "not a folder");
        String id = recorded();
        Eventually.isTrue("given up", () -> read(id).get("state").asText().equals("failed"));
        assertThat(file(id).get("upload").asText()).isEqualTo("failed");
        assertThat(data.resolve("recordings/" + id + "/0001/manifest.json")).exists();
        Files.delete(inTheWay);
        Files.move(aside, inTheWay);
        Answer again = retry(id);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text("state")).isIn("stopped", "uploaded");
        Eventually.isTrue("uploaded", () -> read(id).get("state").asText().equals("uploaded"));
        assertThat(Rest.anonymous(server)
                        .send("POST", "/api/v1/recordings/" + id + "/uploads", "")
                        .status())
                .isEqualTo(401);
    }
}
