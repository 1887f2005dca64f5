package dev.moim.media.record;

import static dev.moim.media.record.RecordingBench.MILLI;
import static dev.moim.media.record.RecordingBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.RecordedFile;
import dev.moim.media.SourceKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What real streams do not show all of.
class CodecDetailsTest {
    private static byte[] payload(byte[] packet) {
        return Arrays.copyOfRange(packet, 12, packet.length);
    }

    @Test
    void soundWithRedundancyIsKeptWithoutIt() {
        var bench = new RecordingBench();
        var fixture = RtpFixture.of("OPUS");
        var track = new FakeTrack("RED");
        bench.track(SourceKind.MICROPHONE).follow(track, bench.now);
        byte[] before = new byte[0];
        for (int i = 0; i < 50; i++) {
            byte[] primary = payload(fixture.packets().get(i));
            var red = ByteBuffer.allocate(5 + before.length + primary.length);
            red.put((byte) (0x80 | 111)).put((byte) (960 >> 6));
            red.put((byte) ((960 << 2) | (before.length >> 8))).put((byte) before.length);
            red.put((byte) 111).put(before).put(primary);
            bench.runTo(20L * i);
            track.onPacket(RtpFixture.packet(false, 96, i, 960 * i, red.array()), START + 20L * i * MILLI);
            before = primary;
        }
        RecordedFile file = bench.close().tracks().getFirst().files().getFirst();
        List<String> sums = bench.read(file).blocks.stream()
                .map(block -> RtpFixture.md5(block.bytes()))
                .toList();
        assertThat(sums).isEqualTo(fixture.frames().subList(0, 50));
        assertThat(file.codec()).isEqualTo("OPUS");
    }

    @Test
    void theHeadOfASoundFileSaysHowToDecodeIt() {
        assertThat(HexFormat.of().formatHex(TrackSetup.sound().codecPrivate()))
                .isEqualTo("4f707573486561640102380180bb0000000000");
    }

    @Test
    void layersOfOneMomentAreOnePictureWithAnIndex() {
        var depacketizer = new Vp9Depacketizer();
        List<byte[]> pictures = new ArrayList<>();
        List<Boolean> keys = new ArrayList<>();
        byte[] real = payload(RtpFixture.of("VP9").packets().getFirst());
        byte[] frame = Arrays.copyOfRange(real, new Vp9Descriptor().read(real, 0, real.length), real.length);
        // I=0 P=0 L=1 F=1 B=1 E=1 V=1: layer 0, then a structure of two layers, 80 x 45 and 160 x 90.
        byte[] lower = join(HexFormat.of().parseHex("3e" + "00" + "30" + "0050002d" + "00a0005a"), frame);
        // The upper layer depends on the lower one.
        byte[] upper = join(HexFormat.of().parseHex("3c" + "03"), new byte[300]);
        Depacketizer.Output output = picture -> {
            pictures.add(Arrays.copyOf(picture.bytes, picture.length));
            keys.add(picture.key);
            assertThat(picture.width).isEqualTo(160);
            assertThat(picture.height).isEqualTo(90);
        };
        assertThat(depacketizer.onPacket(lower, 0, lower.length, 1, false, output))
                .isTrue();
        assertThat(depacketizer.onPacket(upper, 0, upper.length, 1, true, output))
                .isTrue();
        assertThat(keys).containsExactly(true);
        byte[] picture = pictures.getFirst();
        // Two sizes of two bytes, little-endian, between equal markers.
        assertThat(Arrays.copyOfRange(picture, picture.length - 6, picture.length))
                .containsExactly(0xC9, frame.length & 0xFF, frame.length >> 8, 300 & 0xFF, 300 >> 8, 0xC9);
        assertThat(picture).hasSize(frame.length + 300 + 6);
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] result = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, result, a.length, b.length);
        return result;
    }

    /// Made by x264.
    @ParameterizedTest
    @CsvSource({
        "67640028acd940780227e5ffc000c00104000003000400000300c83c60c658, 100, 1, 8, 1920, 1080",
        "67f4000d90d9b282c37dc5ffe0108015e2000003000200000300641e28532c, 244, 3, 10, 350, 198",
        "674d401eeca05017fc9ff805a80780800000030080000019078b16cb, 77, 1, 8, 640, 362",
        "677a000dbcd94161bea2fff008400af1000003000100000300320f142996, 122, 2, 8, 350, 198"
    })
    void h264SequencesAreRead(String unit, int profile, int chroma, int bits, int width, int height) {
        assertThat(H264Sequence.read(HexFormat.of().parseHex(unit)))
                .isEqualTo(new H264Sequence(profile, 0, chroma, bits, bits, width, height));
    }

    /// Made by libaom, the configuration by FFmpeg.
    @ParameterizedTest
    @CsvSource({
        "81080c00, 0a0b00000042abbfc3776be401, 1920, 1080",
        "81200000, 0a0a200000043d7714daf902, 350, 198",
        "81014c00, 0a0b0000000cc4ff6936be5010, 640, 362"
    })
    void av1SequencesAreRead(String head, String unit, int width, int height) {
        var setup = new Av1Setup();
        byte[] bytes = HexFormat.of().parseHex(unit);
        assertThat(setup.onSequence(bytes, 0, bytes.length, bytes.length - 2)).isTrue();
        assertThat(HexFormat.of().formatHex(setup.configuration())).isEqualTo(head + unit);
        assertThat(setup.width()).isEqualTo(width);
        assertThat(setup.height()).isEqualTo(height);
        byte[] first = setup.configuration();
        setup.onSequence(bytes, 0, bytes.length, bytes.length - 2);
        assertThat(setup.configuration()).isSameAs(first);
    }

    @Test
    void opusPacketsSayHowLongTheyAre() {
        assertThat(duration("78")).isEqualTo(20_000_000);
        assertThat(duration("e0")).isEqualTo(2_500_000);
        assertThat(duration("18")).isEqualTo(60_000_000);
        assertThat(duration("fb83")).isEqualTo(60_000_000);
        assertThat(duration("79")).isEqualTo(40_000_000);
        assertThat(duration("1b3f")).isZero();
        assertThat(duration("")).isZero();
    }

    private static long duration(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return OpusPacket.durationNanos(bytes, 0, bytes.length);
    }
}
