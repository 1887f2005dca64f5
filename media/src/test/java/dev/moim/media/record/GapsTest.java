package dev.moim.media.record;

import static dev.moim.media.record.RecordingBench.MILLI;
import static dev.moim.media.record.RecordingBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.RecordedFile;
import dev.moim.media.RecordedTrack;
import dev.moim.media.RecordingEvent;
import dev.moim.media.RecordingGap;
import dev.moim.media.RecordingGap.Reason;
import dev.moim.media.RecordingManifest;
import dev.moim.media.SourceKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/// What is missing is said, and nothing that cannot be decoded is written.
class GapsTest {
    private final RecordingBench bench = new RecordingBench();
    private final FakeTrack camera = new FakeTrack("VP8");
    private final FakeTrack microphone = new FakeTrack("OPUS");

    /// Plays a fixture, whose times begin at `from`.
    private void play(FakeTrack track, RtpFixture fixture, long from, IntPredicate arrives) {
        int first = ByteBuffer.wrap(fixture.packets().getFirst()).getInt(4);
        for (int i = 0; i < fixture.packets().size(); i++) {
            byte[] packet = fixture.packets().get(i);
            long millis = from + (ByteBuffer.wrap(packet).getInt(4) - first) * 1000L / track.clockRate();
            bench.runTo(millis);
            if (arrives.test(i)) {
                track.onPacket(packet, START + millis * MILLI);
            }
        }
    }

    private static List<String> texts(RecordedTrack track) {
        return track.gaps().stream()
                .map(gap -> gap.reason() + " " + gap.from().toMillis() + "-"
                        + gap.to().toMillis())
                .toList();
    }

    @Test
    void aVideoPacketThatStaysAwayCostsThePicturesUpToTheNextKeyFrame() {
        var fixture = RtpFixture.of("VP8");
        bench.track(SourceKind.CAMERA).follow(camera, bench.now);
        int lost = firstOf(fixture, 20);
        play(camera, fixture, 0, i -> i != lost);
        bench.runTo(5_000);
        RecordingManifest manifest = bench.close();
        RecordedTrack track = manifest.tracks().getFirst();

        // Pictures 0 to 19, and from the key frame at 1.5 s on.
        assertThat(track.files().getFirst().frames()).isEqualTo(20 + 45);
        assertThat(texts(track)).containsExactly("NETWORK 633-1500");
        assertThat(track.lostPackets()).isEqualTo(1);
        var reader = bench.read(track.files().getFirst());
        assertThat(reader.blocks.get(20).millis()).isEqualTo(1500);
        assertThat(reader.blocks.get(20).key()).isTrue();
        // One for the start, one for the loss, and again when it did not come.
        assertThat(camera.keyFrameRequests).hasSizeBetween(2, 4);
    }

    @Test
    void aLostSoundIsAGapOfItsLength() {
        var fixture = RtpFixture.of("OPUS");
        bench.track(SourceKind.MICROPHONE).follow(microphone, bench.now);
        play(microphone, fixture, 0, i -> i < 50 || i > 52);
        bench.runTo(5_000);
        RecordedTrack track = bench.close().tracks().getFirst();
        assertThat(track.files().getFirst().frames()).isEqualTo(151 - 3);
        assertThat(texts(track)).hasSize(1);
        assertThat(track.gaps().getFirst().reason()).isEqualTo(Reason.NETWORK);
        assertThat(track.gaps()
                        .getFirst()
                        .to()
                        .minus(track.gaps().getFirst().from())
                        .toMillis())
                .isEqualTo(60);
    }

    @Test
    void whatComesWhileItIsSwitchedOffIsNotRecorded() {
        var fixture = RtpFixture.of("VP8");
        TrackWriter writer = bench.track(SourceKind.CAMERA);
        writer.follow(camera, bench.now);
        int off = firstOf(fixture, 30);
        int on = firstOf(fixture, 40);
        play(camera, fixture, 0, i -> {
            if (i == off) {
                writer.setEnabled(false, bench.now);
            }
            if (i == on) {
                writer.setEnabled(true, bench.now);
            }
            return true;
        });
        bench.runTo(5_000);
        RecordedTrack track = bench.close().tracks().getFirst();
        assertThat(track.files().getFirst().frames()).isEqualTo(30 + 45);
        assertThat(texts(track)).containsExactly("MUTED 1000-1500");
        assertThat(track.lostPackets()).isZero();
        assertThat(camera.keyFrameRequests).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aFullDiskIsAGapAndAnEventAndThenANewFile() {
        var fixture = RtpFixture.of("VP8");
        bench.track(SourceKind.CAMERA).follow(camera, bench.now);
        play(camera, fixture, 0, i -> true);
        bench.runTo(3_600);
        bench.files.full = true;
        play(camera, shifted(fixture, 1, 5_000), 5_000, i -> true);
        bench.runTo(12_000);
        bench.files.full = false;
        play(camera, shifted(fixture, 2, 15_000), 15_000, i -> true);
        RecordingManifest manifest = bench.close();
        RecordedTrack track = manifest.tracks().getFirst();

        assertThat(track.files()).hasSize(2);
        assertThat(track.files().get(0).clean()).isFalse();
        assertThat(track.files().get(0).frames()).isEqualTo(90);
        assertThat(bench.read(track.files().get(0)).blocks).hasSize(90);
        assertThat(track.files().get(0).bytes())
                .isEqualTo(bench.files.bytes(track.files().get(0).name()).length);
        assertThat(track.files().get(1).clean()).isTrue();
        assertThat(track.files().get(1).frames()).isEqualTo(90);
        assertThat(texts(track)).containsExactly("DISK 2966-15000");
        assertThat(bench.events).anyMatch(RecordingEvent.DiskFailed.class::isInstance);
        // No empty file stays behind.
        assertThat(bench.files.names()).hasSize(2);
    }

    @Test
    void aQueueThatIsFullIsAGapAndBringsAKeyFrame() {
        var fixture = RtpFixture.of("VP8");
        TrackWriter writer = bench.track(SourceKind.CAMERA);
        writer.follow(camera, bench.now);
        play(camera, fixture, 0, i -> true);
        // The disk hangs: the writer takes no turn.
        RtpFixture later = shifted(fixture, 1, 3_000);
        int sent = 0;
        for (int round = 0; round < 200; round++) {
            RtpFixture more = shifted(fixture, 1 + round, 3_000 + 3_000L * round);
            for (byte[] packet : more.packets()) {
                camera.onPacket(packet, START + (3_000 + 3_000L * round) * MILLI);
                sent++;
            }
            if (bench.intake.overflows() > 0) {
                later = shifted(fixture, 2 + round, 6_000 + 3_000L * round);
                break;
            }
        }
        assertThat(bench.intake.overflows()).isPositive();
        bench.runTo(700_000);
        camera.keyFrameRequests.clear();
        play(camera, later, 700_000, i -> true);
        RecordedTrack track = bench.close().tracks().getFirst();
        assertThat(track.gaps()).extracting(RecordingGap::reason).contains(Reason.OVERFLOW);
        assertThat(track.lostPackets()).isEqualTo(bench.intake.overflows()).isLessThan(sent);
        assertThat(camera.keyFrameRequests).isNotEmpty();
        assertThat(bench.read(track.files().getFirst()).blocks.getLast().key()).isFalse();
    }

    @Test
    void anotherCodecBeginsAnotherFile() {
        bench.track(SourceKind.CAMERA).follow(camera, bench.now);
        play(camera, RtpFixture.of("VP8"), 0, i -> true);
        camera.changeCodec("H264");
        play(camera, renumbered(RtpFixture.of("H264"), RtpFixture.of("VP8"), 3_000), 3_000, i -> true);
        RecordedTrack track = bench.close().tracks().getFirst();
        assertThat(track.files()).extracting(RecordedFile::codec).containsExactly("VP8", "H264");
        assertThat(track.files())
                .extracting(RecordedFile::name)
                .containsExactly("0001-camera-1.webm", "0001-camera-2.mkv");
        assertThat(track.files()).extracting(RecordedFile::frames).containsExactly(90L, 90L);
        assertThat(track.files().get(1).offset().toMillis()).isBetween(2_999L, 3_001L);
        assertThat(track.gaps()).isEmpty();
        assertThat(track.files())
                .allMatch(RecordedFile::clean)
                .allMatch(file -> file.sha256().length() == 64);
    }

    @Test
    void aPhoneThatIsTurnedIsInTheManifest() {
        bench.track(SourceKind.CAMERA).follow(camera, bench.now);
        var fixture = RtpFixture.of("VP8");
        int turned = firstOf(fixture, 45);
        play(camera, fixture, 0, i -> {
            camera.orientation = i >= turned ? 0x01 : -1;
            return true;
        });
        RecordedFile file = bench.close().tracks().getFirst().files().getFirst();
        assertThat(file.pictures()).extracting(RecordedFile.Picture::rotation).containsExactly(0, 90);
        assertThat(file.pictures().getLast().at().toMillis()).isEqualTo(1500);
    }

    @Test
    void anotherLayerGoesOnInTheSameFileFromItsKeyFrame() {
        var high = new FakeTrack("VP8");
        TrackWriter writer = bench.track(SourceKind.CAMERA);
        writer.follow(camera, bench.now);
        var fixture = RtpFixture.of("VP8");
        int change = firstOf(fixture, 20);
        // Both layers bring the same pictures here, with other numbers and timestamps.
        var other = moved(fixture, 30_000, 1 << 30);
        int first = ByteBuffer.wrap(fixture.packets().getFirst()).getInt(4);
        for (int i = 0; i < fixture.packets().size(); i++) {
            long millis = (ByteBuffer.wrap(fixture.packets().get(i)).getInt(4) - first) * 1000L / 90_000;
            bench.runTo(millis);
            if (i == change) {
                writer.follow(high, bench.now);
                assertThat(high.keyFrameRequests).hasSize(1);
            }
            camera.onPacket(fixture.packets().get(i), START + millis * MILLI);
            high.onPacket(other.packets().get(i), START + millis * MILLI);
        }
        RecordedTrack track = bench.close().tracks().getFirst();
        assertThat(track.files()).hasSize(1);
        // The picture of the change is there from both.
        assertThat(track.files().getFirst().frames()).isEqualTo(90 + 1);
        assertThat(camera.sinks).isEmpty();
        assertThat(track.gaps()).isEmpty();
    }

    private static int firstOf(RtpFixture fixture, int picture) {
        int seen = -1;
        int last = 0;
        for (int i = 0; i < fixture.packets().size(); i++) {
            int timestamp = ByteBuffer.wrap(fixture.packets().get(i)).getInt(4);
            if (seen < 0 || timestamp != last) {
                seen++;
                last = timestamp;
                if (seen == picture) {
                    return i;
                }
            }
        }
        throw new AssertionError();
    }

    private static RtpFixture shifted(RtpFixture fixture, int times, long millis) {
        return moved(fixture, times * fixture.packets().size(), (int) (millis * 90));
    }

    private static RtpFixture moved(RtpFixture fixture, int numbers, int ticks) {
        List<byte[]> packets = fixture.packets().stream()
                .map(packet -> {
                    byte[] copy = packet.clone();
                    var buffer = ByteBuffer.wrap(copy);
                    buffer.putShort(2, (short) (buffer.getShort(2) + numbers));
                    buffer.putInt(4, buffer.getInt(4) + ticks);
                    return copy;
                })
                .toList();
        return new RtpFixture(fixture.codec(), packets, fixture.frames());
    }

    /// As if the stream had gone on from the other.
    private static RtpFixture renumbered(RtpFixture fixture, RtpFixture before, long millis) {
        var first = ByteBuffer.wrap(fixture.packets().getFirst());
        var old = ByteBuffer.wrap(before.packets().getFirst());
        return moved(
                fixture,
                old.getShort(2) + before.packets().size() - first.getShort(2),
                old.getInt(4) + (int) (millis * 90) - first.getInt(4));
    }
}
