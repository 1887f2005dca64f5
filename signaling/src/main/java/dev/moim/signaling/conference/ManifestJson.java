package dev.moim.signaling.conference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moim.media.PeerId;
import dev.moim.media.RecordedFile;
import dev.moim.media.RecordedSpeaker;
import dev.moim.media.RecordedTrack;
import dev.moim.media.RecordingGap;
import dev.moim.media.RecordingManifest;
import dev.moim.media.SourceKind;
import dev.moim.signaling.protocol.Source;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What media says of a recorded segment, in the words of docs/recording-manifest.schema.json. Times are seconds.
final class ManifestJson {
    private ManifestJson() {}

    static ObjectNode write(RecordingManifest manifest) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("startedAt", manifest.startedAt().toString());
        out.put("length", seconds(manifest.length()));
        out.put("complete", manifest.complete());
        ArrayNode tracks = out.putArray("tracks");
        manifest.tracks().forEach(track -> write(track, tracks.addObject()));
        ArrayNode speakers = out.putArray("speakers");
        for (RecordedSpeaker speaker : manifest.speakers()) {
            ObjectNode entry = speakers.addObject().put("at", seconds(speaker.at()));
            speaker.peer().ifPresent(peer -> entry.put("participant", peer.value()));
        }
        out.put("omissions", manifest.omissions());
        return out;
    }

    private static void write(RecordedTrack track, ObjectNode out) {
        out.put("participant", track.source().peer().value());
        out.put("source", Sources.source(track.source().kind()).wireName());
        ArrayNode files = out.putArray("files");
        track.files().forEach(file -> write(file, track.source().kind(), files.addObject()));
        ArrayNode gaps = out.putArray("gaps");
        for (RecordingGap gap : track.gaps()) {
            gaps.addObject()
                    .put("reason", gap.reason().name().toLowerCase(Locale.ROOT))
                    .put("from", seconds(gap.from()))
                    .put("to", seconds(gap.to()));
        }
        out.put("lostPackets", track.lostPackets());
    }

    private static void write(RecordedFile file, SourceKind source, ObjectNode out) {
        out.put("name", file.name());
        out.put("codec", file.codec());
        out.put("mediaType", mediaType(file, source));
        out.put("offset", seconds(file.offset()));
        out.put("duration", seconds(file.duration()));
        out.put("bytes", file.bytes());
        out.put("sha256", file.sha256());
        out.put("frames", file.frames());
        out.put("clean", file.clean());
        ArrayNode pictures = out.putArray("pictures");
        for (RecordedFile.Picture picture : file.pictures()) {
            pictures.addObject()
                    .put("at", seconds(picture.at()))
                    .put("width", picture.width())
                    .put("height", picture.height())
                    .put("rotation", picture.rotation());
        }
    }

    private static String mediaType(RecordedFile file, SourceKind source) {
        String container = file.name().endsWith(".webm") ? "webm" : "x-matroska";
        return source.media().name().toLowerCase(Locale.ROOT) + "/" + container;
    }

    /// What [#write] wrote.
    static RecordingManifest read(ObjectNode in) {
        List<RecordedTrack> tracks = new ArrayList<>();
        in.path("tracks").forEach(track -> tracks.add(track(track)));
        List<RecordedSpeaker> speakers = new ArrayList<>();
        for (JsonNode speaker : in.path("speakers")) {
            Optional<PeerId> peer = Optional.ofNullable(speaker.get("participant"))
                    .map(JsonNode::asText)
                    .map(PeerId::new);
            speakers.add(new RecordedSpeaker(duration(speaker, "at"), peer));
        }
        return new RecordingManifest(
                Instant.parse(in.path("startedAt").asText()),
                duration(in, "length"),
                in.path("complete").asBoolean(),
                tracks,
                speakers,
                in.path("omissions").asLong());
    }

    private static RecordedTrack track(JsonNode in) {
        List<RecordedFile> files = new ArrayList<>();
        in.path("files").forEach(file -> files.add(file(file)));
        List<RecordingGap> gaps = new ArrayList<>();
        for (JsonNode gap : in.path("gaps")) {
            var reason = RecordingGap.Reason.valueOf(gap.path("reason").asText().toUpperCase(Locale.ROOT));
            gaps.add(new RecordingGap(reason, duration(gap, "from"), duration(gap, "to")));
        }
        Source source = Arrays.stream(Source.values())
                .filter(one -> one.wireName().equals(in.path("source").asText()))
                .findFirst()
                .orElseThrow();
        return new RecordedTrack(
                Sources.id(in.path("participant").asText(), source),
                files,
                gaps,
                in.path("lostPackets").asLong());
    }

    private static RecordedFile file(JsonNode in) {
        List<RecordedFile.Picture> pictures = new ArrayList<>();
        for (JsonNode picture : in.path("pictures")) {
            pictures.add(new RecordedFile.Picture(
                    duration(picture, "at"),
                    picture.path("width").asInt(),
                    picture.path("height").asInt(),
                    picture.path("rotation").asInt()));
        }
        return new RecordedFile(
                in.path("name").asText(),
                in.path("codec").asText(),
                duration(in, "offset"),
                duration(in, "duration"),
                in.path("bytes").asLong(),
                in.path("sha256").asText(),
                in.path("frames").asLong(),
                in.path("clean").asBoolean(),
                pictures);
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos() / 1_000, 6);
    }

    private static Duration duration(JsonNode in, String name) {
        return Duration.ofNanos(in.path(name).decimalValue().movePointRight(9).longValue());
    }
}
