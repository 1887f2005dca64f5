package dev.moim.media.record;

import static dev.moim.media.record.RecordingBench.MILLI;
import static dev.moim.media.record.RecordingBench.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.moim.media.RecordedFile;
import dev.moim.media.SourceKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What other people's software says of the files, where it is installed.
class ExternalReadersTest {
    /// A cut is looked at by FFmpeg and mkvtoolnix, which takes a quarter of a second; the recording property
    /// `moim.cuts` asks for more.
    private static final int CUTS = Integer.getInteger("moim.cuts", 8);

    private static final long LIMIT_SECONDS = 60;

    @TempDir
    Path directory;

    private record Output(int status, String out, String errors) {}

    private Output run(String... command) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("%s ends", List.of(command))
                .isTrue();
        return new Output(process.exitValue(), Files.readString(out, UTF_8), Files.readString(errors, UTF_8));
    }

    private void needs(String... command) throws InterruptedException {
        boolean installed;
        try {
            installed = run(command).status() == 0;
        } catch (IOException e) {
            installed = false;
        }
        assumeTrue(installed, command[0] + " is not installed");
    }

    private byte[] record(String codec, SourceKind kind) {
        var bench = new RecordingBench();
        var fixture = RtpFixture.of(codec);
        var track = new FakeTrack(codec);
        bench.track(kind).follow(track, bench.now);
        int rate = track.clockRate();
        int first = ByteBuffer.wrap(fixture.packets().getFirst()).getInt(4);
        for (byte[] packet : fixture.packets()) {
            long millis = (ByteBuffer.wrap(packet).getInt(4) - first) * 1000L / rate;
            bench.runTo(millis);
            track.onPacket(packet, START + millis * MILLI);
        }
        RecordedFile file = bench.close().tracks().getFirst().files().getFirst();
        return bench.files.bytes(file.name());
    }

    @ParameterizedTest
    @CsvSource({
        "OPUS, MICROPHONE, opus, A_OPUS",
        "VP8, CAMERA, vp8, V_VP8",
        "VP9, CAMERA, vp9, V_VP9",
        "AV1, CAMERA, av1, V_AV1",
        "H264, CAMERA, h264, V_MPEG4/ISO/AVC"
    })
    void theyReadItWithoutComplaint(String codec, SourceKind kind, String name, String id) throws Exception {
        needs("ffprobe", "-version");
        needs("mkvmerge", "--version");
        byte[] bytes = record(codec, kind);
        Path file = Files.write(directory.resolve(codec + ".mkv"), bytes);
        var reader = new MatroskaReader(bytes);

        Output probe = run(
                "ffprobe",
                "-v",
                "warning",
                "-show_entries",
                "stream=codec_name:packet=pts_time,flags",
                "-of",
                "csv",
                file.toString());
        assertThat(probe.errors()).isEmpty();
        assertThat(probe.out()).contains("stream," + name);
        List<String> packets =
                probe.out().lines().filter(line -> line.startsWith("packet")).toList();
        assertThat(packets).hasSize(reader.blocks.size());
        for (int i = 0; i < packets.size(); i++) {
            String[] fields = packets.get(i).split(",");
            // FFmpeg takes the codec delay off the time of sound.
            double delay = codec.equals("OPUS") ? 6.5 : 0;
            double expected = reader.blocks.get(i).millis() - delay;
            assertThat(Double.parseDouble(fields[1]) * 1000)
                    .as("time of packet %d", i)
                    .isBetween(expected - 1, expected + 1);
            assertThat(fields[2].startsWith("K")).isEqualTo(reader.blocks.get(i).key());
        }
        assertThat(run("ffmpeg", "-v", "warning", "-i", file.toString(), "-f", "null", "-")
                        .errors())
                .isEmpty();
        Output merge = run("mkvmerge", "-J", file.toString());
        assertThat(merge.status()).isZero();
        assertThat(merge.out()).contains("\"codec_id\": \"" + id + "\"", "\"errors\": []", "\"warnings\": []");
        Output info = run("mkvinfo", "-v", "-v", file.toString());
        assertThat(info.status()).isZero();
        assertThat((info.out() + info.errors()).toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("warning")
                .doesNotContain("error")
                .doesNotContain("unknown element");
        Output merged = run("mkvmerge", "-o", directory.resolve("again.mkv").toString(), file.toString());
        assertThat(merged.status()).as(merged.out()).isZero();
    }

    @Test
    void aPictureThatChangesItsSizeIsDecodedToTheEnd() throws Exception {
        needs("ffprobe", "-version");
        var bench = new RecordingBench();
        var track = new FakeTrack("H264");
        bench.track(SourceKind.CAMERA).follow(track, bench.now);
        int number = 0;
        int start = 0;
        int end = 0;
        List<byte[]> small = RtpFixture.of("H264").packets();
        for (List<byte[]> part : List.of(small, RtpFixture.largePackets(), small)) {
            int first = ByteBuffer.wrap(part.getFirst()).getInt(4);
            for (byte[] packet : part) {
                end = start + ByteBuffer.wrap(packet).getInt(4) - first;
                byte[] copy = packet.clone();
                ByteBuffer.wrap(copy).putShort(2, (short) number++).putInt(4, end);
                bench.runTo(end / 90);
                track.onPacket(copy, bench.now);
            }
            start = end + 3000;
        }
        RecordedFile file = bench.close().tracks().getFirst().files().getFirst();
        assertThat(file.pictures()).extracting(RecordedFile.Picture::width).containsExactly(160, 320, 160);
        Path path = Files.write(directory.resolve("size.mkv"), bench.files.bytes(file.name()));
        Output decoded =
                run("ffprobe", "-v", "warning", "-show_entries", "frame=width", "-of", "csv=p=0", path.toString());
        assertThat(decoded.errors()).isEmpty();
        assertThat(decoded.out().lines().filter(line -> line.startsWith("160"))).hasSize(180);
        assertThat(decoded.out().lines().filter(line -> line.startsWith("320"))).hasSize(18);
    }

    @ParameterizedTest
    @CsvSource({"OPUS, MICROPHONE", "VP8, CAMERA", "VP9, CAMERA", "AV1, CAMERA", "H264, CAMERA"})
    void whereverItIsCutItLosesTheRestOnly(String codec, SourceKind kind) throws Exception {
        needs("ffprobe", "-version");
        needs("mkvmerge", "--version");
        byte[] bytes = unfinished(record(codec, kind));
        int head = headBytes(bytes);
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < CUTS; i++) {
            int length = head + random.nextInt(bytes.length - head);
            byte[] cut = Arrays.copyOf(bytes, length);
            int whole = new MatroskaReader(cut).blocks.size();
            Path file = Files.write(directory.resolve("cut.mkv"), cut);
            String which = "seed %d cut at %d of %d".formatted(seed, length, bytes.length);
            Output probe = run(
                    "ffprobe",
                    "-v",
                    "fatal",
                    "-count_packets",
                    "-show_entries",
                    "stream=codec_name,nb_read_packets",
                    "-of",
                    "csv=p=0",
                    file.toString());
            assertThat(probe.status()).as(which).isZero();
            int read = Integer.parseInt(probe.out().strip().split(",")[1]);
            // FFmpeg also hands out what there is of a block.
            assertThat(read).as(which).isBetween(whole, whole + 1);
            Output merge = run("mkvmerge", "-J", file.toString());
            assertThat(merge.status()).as("%s: %s", which, merge.out()).isZero();
            assertThat(merge.out()).as(which).contains("\"recognized\": true", "\"codec_id\"");
        }
    }

    /// Up to the first block.
    private static int headBytes(byte[] bytes) {
        int length = 0;
        while (new MatroskaReader(Arrays.copyOf(bytes, length)).blocks.isEmpty()) {
            length++;
        }
        return length;
    }

    /// A process that was killed did not fill in the head either.
    private static byte[] unfinished(byte[] bytes) {
        int cluster = indexOf(bytes, 0x1F, 0x43, 0xB6, 0x75);
        int cues = indexOf(bytes, 0x1C, 0x53, 0xBB, 0x6B, 0x10);
        byte[] result = Arrays.copyOf(bytes, cues);
        int segment = indexOf(result, 0x18, 0x53, 0x80, 0x67) + 4;
        Arrays.fill(result, segment, segment + 8, (byte) 0xFF);
        result[segment] = 0x01;
        fill(result, indexOf(result, 0x11, 0x4D, 0x9B, 0x74), indexOf(result, 0x15, 0x49, 0xA9, 0x66, 0x10));
        int duration = indexOf(Arrays.copyOf(result, cluster), 0x44, 0x89, 0x88);
        fill(result, duration, duration + 11);
        return result;
    }

    private static void fill(byte[] bytes, int from, int to) {
        Arrays.fill(bytes, from, to, (byte) 0);
        bytes[from] = (byte) Ebml.VOID;
        bytes[from + 1] = (byte) (0x80 | (to - from - 2));
    }

    private static int indexOf(byte[] bytes, int... sought) {
        for (int i = 0; i <= bytes.length - sought.length; i++) {
            int j = 0;
            while (j < sought.length && (bytes[i + j] & 0xFF) == sought[j]) {
                j++;
            }
            if (j == sought.length) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
