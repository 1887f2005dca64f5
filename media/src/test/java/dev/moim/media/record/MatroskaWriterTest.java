package dev.moim.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatroskaWriterTest {
    private final List<Integer> writes = new ArrayList<>();
    private byte[] file = new byte[0];

    private final MatroskaOutput output = new MatroskaOutput() {
        @Override
        public void append(byte[] bytes, int offset, int length) {
            writes.add(length);
            file = Arrays.copyOf(file, file.length + length);
            System.arraycopy(bytes, offset, file, file.length - length, length);
        }

        @Override
        public void overwrite(long position, byte[] bytes, int offset, int length) {
            System.arraycopy(bytes, offset, file, (int) position, length);
        }
    };

    private static Frame frame(boolean key, int... bytes) {
        var frame = new Frame();
        frame.key = key;
        frame.bytes = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            frame.bytes[i] = (byte) bytes[i];
        }
        frame.length = bytes.length;
        return frame;
    }

    private static byte[] hex(String... parts) {
        var out = new ByteArrayOutputStream();
        for (String part : parts) {
            out.writeBytes(HexFormat.of().parseHex(part.replace(" ", "")));
        }
        return out.toByteArray();
    }

    @Test
    void aSmallFileIsTheseBytes() throws IOException {
        var writer = new MatroskaWriter(
                new TrackSetup(RecordedCodec.VP8, 320, 180, null), Instant.parse("2001-01-01T00:00:01Z"), output);
        writer.write(0, frame(true, 0xAA, 0xBB), null);
        writer.write(40, frame(false, 0xCC), null);
        assertThat(file).isEmpty();
        writer.flush();

        byte[] ebml = hex(
                "1A45DFA3 1000001F",
                "4286 81 01  42F7 81 01  42F2 81 04  42F3 81 08",
                "4282 84 7765626D  4287 81 04  4285 81 02");
        byte[] tracks = hex(
                "1654AE6B 1000002C",
                "AE 10000027  D7 81 01  73C5 81 01  83 81 01  9C 81 00  22B59C 83 756E64",
                "86 85 565F565038",
                "E0 10000007  B0 82 0140  BA 81 B4");
        byte[] cluster = hex("1F43B675 10000012", "E7 81 00", "A3 86 81 0000 80 AABB", "A3 85 81 0028 00 CC");
        assertThat(file)
                .isEqualTo(hex(
                        HexFormat.of().formatHex(ebml),
                        "18538067 01FFFFFFFFFFFFFF",
                        "EC CE " + "00".repeat(78),
                        "1549A966 1000002B",
                        "2AD7B1 83 0F4240  4461 88 000000003B9ACA00",
                        "4D80 84 4D6F696D  5741 84 4D6F696D",
                        "EC 89 000000000000000000",
                        HexFormat.of().formatHex(tracks),
                        HexFormat.of().formatHex(cluster)));
        int segment = ebml.length + 12;
        int unfinished = file.length;

        writer.finish(80);
        int size = file.length - segment;
        assertThat(file)
                .isEqualTo(hex(
                        HexFormat.of().formatHex(ebml),
                        "18538067 01000000000000" + "%02X".formatted(size),
                        "114D9B74 10000048",
                        "4DBB 10000012  53AB 84 1549A966  53AC 88 0000000000000050",
                        "4DBB 10000012  53AB 84 1654AE6B  53AC 88 0000000000000083",
                        "4DBB 10000012  53AB 84 1C53BB6B  53AC 88 00000000000000"
                                + "%02X".formatted(unfinished - segment),
                        "1549A966 1000002B",
                        "2AD7B1 83 0F4240  4461 88 000000003B9ACA00",
                        "4D80 84 4D6F696D  5741 84 4D6F696D",
                        "4489 88 4054000000000000",
                        HexFormat.of().formatHex(tracks),
                        HexFormat.of().formatHex(cluster),
                        "1C53BB6B 10000013",
                        "BB 1000000E  B3 81 00  B7 10000006  F7 81 01  F1 81 "
                                + "%02X".formatted(0x83 + tracks.length)));
    }

    @Test
    void twoPicturesOfOneMomentFollowEachOther() throws IOException {
        var writer = new MatroskaWriter(new TrackSetup(RecordedCodec.VP8, 320, 180, null), Instant.EPOCH, output);
        writer.write(40, frame(true, 0xAA, 0xBB), null);
        writer.write(40, frame(false, 0xCC), null);
        writer.flush();
        assertThat(HexFormat.of().withUpperCase().formatHex(file))
                .endsWith("E78128" + "A38681000080AABB" + "A38581000100CC");
    }

    @Test
    void clustersAreShortAndBeginWithKeyPictures() throws IOException {
        var writer = new MatroskaWriter(new TrackSetup(RecordedCodec.VP9, 64, 64, null), Instant.EPOCH, output);
        for (int i = 0; i < 100; i++) {
            writer.write(i * 40L, frame(i % 30 == 0, i), null);
        }
        writer.finish(4000);
        // Three periods of 1.2 s in three clusters each, 0.4 s in one, and the index.
        assertThat(writes).hasSize(3 * 3 + 1 + 1);
        var reader = new MatroskaReader(file);
        assertThat(reader.cueTimes).containsExactly(0L, 1200L, 2400L, 3600L);
        assertThat(reader.blocks).hasSize(100);
        assertThat(reader.duration).isEqualTo(4000);
    }

    @Test
    void aLargePictureIsNotKeptWaiting() throws IOException {
        var writer = new MatroskaWriter(new TrackSetup(RecordedCodec.VP9, 64, 64, null), Instant.EPOCH, output);
        var large = new Frame();
        large.bytes = new byte[MatroskaWriter.MAX_CLUSTER_BYTES];
        large.length = large.bytes.length;
        for (int i = 0; i < 3; i++) {
            writer.write(i, large, null);
        }
        assertThat(writes).hasSize(2);
    }

    @Test
    void aNewSetupIsSaidWithItsPicture() throws IOException {
        byte[] setup = {1, 2};
        var writer = new MatroskaWriter(new TrackSetup(RecordedCodec.H264, 64, 64, setup), Instant.EPOCH, output);
        writer.write(0, frame(true, 1), new byte[] {1, 2});
        writer.write(100, frame(true, 2), new byte[] {3, 4});
        writer.write(200, frame(true, 3), new byte[] {3, 4});
        writer.finish(300);
        var reader = new MatroskaReader(file);
        assertThat(reader.blocks).extracting(MatroskaReader.Block::newState).containsExactly(false, true, false);
        assertThat(HexFormat.of().formatHex(file)).contains("a0100000" + "0b" + "a1858100000002" + "a4820304");
        assertThat(reader.docType).isEqualTo("matroska");
    }

    @Test
    void theIndexOfADayStaysSmall() throws IOException {
        var cues = new CueList(false);
        for (int i = 0; i < 1_000_000; i++) {
            cues.add(i * 500L, i % 1000);
        }
        assertThat(cues.bytes().length).isLessThan(CueList.MAX_CUES * 32);
        // It covers the whole time, in even steps.
        var reader = new MatroskaReader(cues.bytes());
        assertThat(reader.cueTimes).hasSizeGreaterThan(CueList.MAX_CUES / 4);
        assertThat(reader.cueTimes.getLast()).isGreaterThan(999_900 * 500L);
    }
}
