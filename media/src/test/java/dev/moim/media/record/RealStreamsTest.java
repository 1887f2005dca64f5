package dev.moim.media.record;

import static dev.moim.media.record.RecordingBench.MILLI;
import static dev.moim.media.record.RecordingBench.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.moim.media.RecordedFile;
import dev.moim.media.RecordingManifest;
import dev.moim.media.SourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Streams of real encoders come out of the file as they went into the network.
class RealStreamsTest {
    private record Arrival(long millis, byte[] packet) {}

    private static long captured(byte[] packet, byte[] first, int rate) {
        int ticks = timestamp(packet) - timestamp(first);
        return Math.round(ticks * 1000.0 / rate);
    }

    private static int timestamp(byte[] packet) {
        return java.nio.ByteBuffer.wrap(packet).getInt(4);
    }

    @ParameterizedTest
    @CsvSource({
        "OPUS, MICROPHONE, 48000",
        "VP8, CAMERA, 90000",
        "VP9, CAMERA, 90000",
        "AV1, SCREEN, 90000",
        "H264, CAMERA, 90000"
    })
    void everyFrameIsThereAsItWasEncoded(String codec, SourceKind kind, int rate) {
        var fixture = RtpFixture.of(codec);
        RecordedFile file = record(fixture, kind, inOrder(fixture, rate));
        assertFrames(fixture, file, rate);
    }

    @ParameterizedTest
    @CsvSource({
        "OPUS, MICROPHONE, 48000",
        "VP8, CAMERA, 90000",
        "VP9, CAMERA, 90000",
        "AV1, SCREEN, 90000",
        "H264, CAMERA, 90000"
    })
    void disorderDoublesAndRepairedLossDoNotShow(String codec, SourceKind kind, int rate) {
        var fixture = RtpFixture.of(codec);
        long seed = new Random().nextLong();
        var random = new Random(seed);
        List<Arrival> arrivals = new ArrayList<>();
        boolean first = true;
        for (Arrival sent : inOrder(fixture, rate)) {
            // The first packet decides where the recording begins.
            boolean repaired = !first && random.nextInt(10) == 0;
            long delay = first ? 0 : random.nextInt(30) + (repaired ? random.nextInt(700) : 0);
            arrivals.add(new Arrival(sent.millis() + delay, sent.packet()));
            if (random.nextInt(10) == 0) {
                arrivals.add(new Arrival(sent.millis() + delay + random.nextInt(200), sent.packet()));
            }
            first = false;
        }
        arrivals.sort(java.util.Comparator.comparingLong(Arrival::millis));
        try {
            assertFrames(fixture, record(fixture, kind, arrivals), rate);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private RecordingBench bench = new RecordingBench();

    private List<Arrival> inOrder(RtpFixture fixture, int rate) {
        byte[] first = fixture.packets().getFirst();
        return fixture.packets().stream()
                .map(packet -> new Arrival(100 + captured(packet, first, rate), packet))
                .toList();
    }

    private RecordedFile record(RtpFixture fixture, SourceKind kind, List<Arrival> arrivals) {
        var track = new FakeTrack(fixture.codec());
        TrackWriter writer = bench.track(kind);
        writer.follow(track, bench.now);
        for (Arrival arrival : arrivals) {
            bench.runTo(arrival.millis());
            track.onPacket(arrival.packet(), START + arrival.millis() * MILLI);
        }
        bench.runTo(6_000);
        RecordingManifest manifest = bench.close();
        assertThat(manifest.tracks()).hasSize(1);
        assertThat(manifest.tracks().getFirst().gaps()).isEmpty();
        assertThat(manifest.tracks().getFirst().files()).hasSize(1);
        return manifest.tracks().getFirst().files().getFirst();
    }

    private void assertFrames(RtpFixture fixture, RecordedFile file, int rate) {
        var reader = bench.read(file);
        List<String> sums = reader.blocks.stream()
                .map(block -> RtpFixture.md5(block.bytes()))
                .toList();
        assertThat(sums).hasSameSizeAs(fixture.frames()).isEqualTo(fixture.frames());
        List<Long> times = new ArrayList<>();
        byte[] first = fixture.packets().getFirst();
        for (byte[] packet : fixture.packets()) {
            long time = captured(packet, first, rate);
            if (times.isEmpty() || times.getLast() != time) {
                times.add(time);
            }
        }
        assertThat(reader.blocks.stream().map(MatroskaReader.Block::millis).toList())
                .isEqualTo(times);
        assertThat(file.frames()).isEqualTo(fixture.frames().size());
        assertThat(file.offset().toMillis()).isBetween(99L, 100L);
        assertThat(file.clean()).isTrue();
        assertThat(file.bytes()).isEqualTo(bench.files.bytes(file.name()).length);
        assertThat(reader.duration).isCloseTo((double) file.duration().toMillis(), within(1.0));
        assertThat(reader.sized).isTrue();
        assertThat(reader.seekTargets).containsExactly("1549a966", "1654ae6b", "1c53bb6b");
        assertThat(reader.cueTargets).isNotEmpty().allMatch(id -> id.equals("1f43b675"));
        if (!fixture.codec().equals("OPUS")) {
            assertThat(reader.width).isEqualTo(160);
            assertThat(reader.height).isEqualTo(90);
            assertThat(file.pictures()).hasSize(1);
            assertThat(reader.cueTimes).containsExactly(0L, 1500L);
        }
    }
}
