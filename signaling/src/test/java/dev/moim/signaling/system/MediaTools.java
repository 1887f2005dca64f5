package dev.moim.signaling.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// FFmpeg and mkvtoolnix as they are installed: readers of files that know nothing of us.
final class MediaTools {
    private MediaTools() {}

    static boolean areInstalled() {
        return Stream.of("ffmpeg", "ffprobe", "mkvmerge", "mkvinfo")
                .allMatch(tool -> Files.isExecutable(Path.of("/usr/bin", tool)));
    }

    /// Everything that the readers have against the file; empty when all of them take it.
    static String complaints(Path file) {
        var found = new StringBuilder();
        Result probe = run("ffprobe", "-v", "error", "-show_streams", "-of", "json", file.toString());
        found.append(probe.errors);
        if (Json.parse(probe.output).path("streams").size() != 1) {
            found.append("ffprobe sees no stream\n");
        }
        // FFmpeg's null output counts in the guessed frame rate, and takes it amiss when a camera hurries for a frame.
        found.append(
                run("ffmpeg", "-v", "error", "-i", file.toString(), "-enc_time_base", "-1", "-f", "null", "-").errors);
        Result merge = run("mkvmerge", "-J", file.toString());
        JsonNode seen = Json.parse(merge.output);
        if (!seen.at("/container/supported").asBoolean() || seen.path("tracks").size() != 1) {
            found.append("mkvmerge: ").append(merge.output);
        }
        seen.path("errors")
                .forEach(error -> found.append("mkvmerge: ").append(error).append('\n'));
        Result info = run("mkvinfo", file.toString());
        if (info.code != 0) {
            found.append("mkvinfo: ").append(info.output);
        }
        return found.toString();
    }

    /// Standard output of a tool that must succeed.
    static String output(String... command) {
        Result result = run(command);
        if (result.code != 0) {
            throw new AssertionError(List.of(command) + ": " + result.errors);
        }
        return result.output;
    }

    private record Result(int code, String output, String errors) {}

    private static Result run(String... command) {
        try {
            Path errors = Files.createTempFile("moim-tool", ".txt");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            String said = Files.readString(errors);
            Files.delete(errors);
            return new Result(code, output, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
