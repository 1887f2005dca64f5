package dev.moim.signaling.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moim.signaling.objects.Sha256;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// The manifest of a segment on disk; docs/recording-manifest.schema.json describes it. There is always a whole one: a
/// new one takes the place of the one before. Any thread; blocks.
@Singleton
final class ManifestFile {
    private final ObjectMapper json;

    ManifestFile(ObjectMapper json) {
        this.json = json;
    }

    /// What it says before there is anything to say of tracks.
    ObjectNode begin(String room, SegmentId segment, long eventsAfter, List<Person> present) {
        ObjectNode manifest = json.createObjectNode();
        manifest.put("version", 1);
        manifest.put("recording", segment.recording());
        manifest.put("room", room);
        manifest.put("segment", segment.number());
        manifest.put("eventsAfter", eventsAfter);
        manifest.set("participants", json.valueToTree(present));
        return manifest;
    }

    void write(Path folder, ObjectNode manifest) throws IOException {
        Path fresh = folder.resolve(RecordingFolders.MANIFEST + ".new");
        json.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), manifest);
        Files.move(
                fresh,
                folder.resolve(RecordingFolders.MANIFEST),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    ObjectNode read(Path folder) throws IOException {
        JsonNode tree = json.readTree(folder.resolve(RecordingFolders.MANIFEST).toFile());
        if (tree instanceof ObjectNode manifest) {
            return manifest;
        }
        throw new IOException("no manifest in " + folder);
    }

    /// The files that it names, and itself.
    List<ClosedFile> files(Path folder, ObjectNode manifest) throws IOException {
        List<ClosedFile> files = new ArrayList<>();
        for (JsonNode track : manifest.path("tracks")) {
            for (JsonNode file : track.path("files")) {
                // Without a sum it could not be read.
                if (!file.path("sha256").asText().isEmpty()) {
                    files.add(ClosedFile.track(
                            file.path("name").asText(),
                            file.path("mediaType").asText(),
                            file.path("bytes").asLong(),
                            file.path("sha256").asText()));
                }
            }
        }
        Path own = folder.resolve(RecordingFolders.MANIFEST);
        files.add(ClosedFile.manifest(Files.size(own), sha256(own)));
        return files;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Sha256.of(in);
        }
    }
}
