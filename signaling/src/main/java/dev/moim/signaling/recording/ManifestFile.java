package dev.moim.signaling.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moim.signaling.objects.Sha256;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The manifest of a segment on disk; docs/recording-manifest.schema.json describes it. There is always a whole one: a
/// new one takes the place of the one before. Any thread; blocks.
@Singleton
final class ManifestFile {
    private static final Logger LOG = System.getLogger(ManifestFile.class.getName());

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

    /// Empty when there is none, or when what is there is none: not every file system keeps a file whole when the power
    /// fails.
    Optional<ObjectNode> read(Path folder) throws IOException {
        try {
            JsonNode tree = json.readTree(Files.readAllBytes(folder.resolve(RecordingFolders.MANIFEST)));
            return tree instanceof ObjectNode manifest && manifest.has("startedAt")
                    ? Optional.of(manifest)
                    : Optional.empty();
        } catch (NoSuchFileException | JsonProcessingException e) {
            LOG.log(Level.DEBUG, "no manifest in " + folder, e);
            return Optional.empty();
        }
    }

    /// The tracks' files of a segment without a manifest, as far as their names tell.
    List<ClosedFile> tracks(Path folder) throws IOException {
        List<ClosedFile> files = new ArrayList<>();
        try (var all = Files.newDirectoryStream(folder, "*.{webm,mkv}")) {
            for (Path file : all) {
                String name = String.valueOf(file.getFileName());
                // The container; whether there are pictures in it is for the player to see.
                String mediaType = name.endsWith(".webm") ? "video/webm" : "video/x-matroska";
                files.add(ClosedFile.track(name, mediaType, Files.size(file), sha256(file)));
            }
        }
        return files;
    }

    /// Whether a file has no sum: the recorder could not read it again, or a fault ended its track.
    static boolean lacksSums(ObjectNode manifest) {
        for (JsonNode track : manifest.path("tracks")) {
            for (JsonNode file : track.path("files")) {
                if (file.path("sha256").asText().isEmpty()) {
                    return true;
                }
            }
        }
        return false;
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
