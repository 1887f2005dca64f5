package dev.moim.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.PeerId;
import dev.moim.media.RecordedFile;
import dev.moim.media.RecordedSpeaker;
import dev.moim.media.RecordedTrack;
import dev.moim.media.RecordingEvent;
import dev.moim.media.RecordingGap;
import dev.moim.media.RecordingGap.Reason;
import dev.moim.media.RecordingManifest;
import dev.moim.media.RecordingSettings;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The recorder with its thread and a real disk.
@Timeout(60)
class RecorderTest {
    private static final PeerId ANNA = new PeerId("anna");
    private static final Instant STARTED_AT = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    Path directory;

    private final List<RecordingEvent> events = new CopyOnWriteArrayList<>();

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long limit = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - limit).isNegative();
            Thread.sleep(2);
        }
    }

    private static void play(FakeTrack track, RtpFixture fixture, long start) {
        int first = ByteBuffer.wrap(fixture.packets().getFirst()).getInt(4);
        for (byte[] packet : fixture.packets()) {
            long nanos = (ByteBuffer.wrap(packet).getInt(4) - first) * 1_000_000_000L / track.clockRate();
            track.onPacket(packet, start + nanos);
        }
    }

    @Test
    void aMeetingBecomesFilesAndAManifestThatFitsThem() throws Exception {
        Recorder recorder = Recorder.start(RecordingSettings.in(directory), STARTED_AT, System::nanoTime, events::add);
        long start = System.nanoTime();
        var camera = new FakeTrack("VP9");
        var microphone = new FakeTrack("OPUS");
        TrackWriter pictures = recorder.track(new SourceId(ANNA, SourceKind.CAMERA));
        TrackWriter sound = recorder.track(new SourceId(ANNA, SourceKind.MICROPHONE));
        pictures.follow(camera, start);
        sound.follow(microphone, start);
        recorder.speaking(Optional.of(ANNA), start + 1_000_000);
        play(camera, RtpFixture.of("VP9"), start);
        play(microphone, RtpFixture.of("OPUS"), start);
        pictures.end(start + 3_000_000_000L);
        await(() -> events.stream().anyMatch(RecordingEvent.FileClosed.class::isInstance));
        RecordingManifest manifest = recorder.close().get(20, TimeUnit.SECONDS);

        assertThat(camera.sinks).isEmpty();
        assertThat(manifest.complete()).isTrue();
        assertThat(manifest.speakers()).extracting(RecordedSpeaker::peer).containsExactly(Optional.of(ANNA));
        assertThat(manifest.tracks()).hasSize(2);
        for (RecordedTrack track : manifest.tracks()) {
            RecordedFile file = track.files().getFirst();
            byte[] bytes = Files.readAllBytes(directory.resolve(file.name()));
            assertThat(bytes).hasSize((int) file.bytes());
            assertThat(file.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
            assertThat(new MatroskaReader(bytes).blocks).hasSize((int) file.frames());
            assertThat(track.gaps()).isEmpty();
        }
        assertThat(events)
                .filteredOn(RecordingEvent.FileOpened.class::isInstance)
                .hasSize(2);
        assertThat(events)
                .filteredOn(RecordingEvent.FileClosed.class::isInstance)
                .hasSize(2);
        assertThat(recorder.overflows()).isZero();
    }

    @Test
    void aDiskThatHangsCostsPicturesButNeverTheLoop() throws Exception {
        var files = new MemoryFiles();
        var hanging = new CountDownLatch(1);
        files.beforeWrite = () -> {
            try {
                hanging.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        var settings = new RecordingSettings(directory, "", 1 << 20, RecordingSettings.Sync.EACH_CLUSTER);
        Recorder recorder = Recorder.start(settings, files, STARTED_AT, System::nanoTime, events::add);
        var screen = new FakeTrack("H264");
        recorder.track(new SourceId(ANNA, SourceKind.SCREEN)).follow(screen, System.nanoTime());
        var fixture = RtpFixture.of("H264");
        // Hands out packets as fast as it can until the queue is full: this thread is the loop, and does not hang.
        int round = 0;
        while (recorder.overflows() == 0) {
            play(screen, later(fixture, round++), System.nanoTime());
        }
        long before = screen.keyFrameRequests.size();
        hanging.countDown();
        while (screen.keyFrameRequests.size() == before) {
            play(screen, later(fixture, round++), System.nanoTime());
            Thread.sleep(5);
        }
        play(screen, later(fixture, round), System.nanoTime());
        RecordingManifest manifest = recorder.close().get(20, TimeUnit.SECONDS);
        RecordedTrack track = manifest.tracks().getFirst();
        assertThat(track.gaps()).extracting(RecordingGap::reason).contains(Reason.OVERFLOW);
        assertThat(track.lostPackets()).isEqualTo(recorder.overflows());
        assertThat(track.files()).hasSize(1);
        assertThat(new MatroskaReader(files.bytes(track.files().getFirst().name())).blocks)
                .hasSize((int) track.files().getFirst().frames());
    }

    @Test
    void aListenerThatThrowsAndADirectoryThatIsGoneEndNothing() throws Exception {
        Path gone = directory.resolve("gone");
        Recorder recorder = Recorder.start(RecordingSettings.in(gone), STARTED_AT, System::nanoTime, event -> {
            events.add(event);
            throw new IllegalStateException("a listener");
        });
        long start = System.nanoTime();
        var microphone = new FakeTrack("OPUS");
        recorder.track(new SourceId(ANNA, SourceKind.MICROPHONE)).follow(microphone, start);
        play(microphone, RtpFixture.of("OPUS"), start);
        RecordingManifest manifest = recorder.close().get(20, TimeUnit.SECONDS);
        assertThat(manifest.tracks().getFirst().files()).isEmpty();
        assertThat(manifest.tracks().getFirst().gaps())
                .extracting(RecordingGap::reason)
                .containsExactly(Reason.DISK);
        assertThat(events).anyMatch(RecordingEvent.DiskFailed.class::isInstance);
    }

    @Test
    void anExistingFileIsNeverWrittenOver() throws IOException {
        Files.writeString(directory.resolve("a.webm"), "kept");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new DiskFiles(directory).create("a.webm"))
                .isInstanceOf(IOException.class);
        assertThat(directory.resolve("a.webm")).hasContent("kept");
    }

    private static RtpFixture later(RtpFixture fixture, int round) {
        List<byte[]> packets = fixture.packets().stream()
                .map(packet -> {
                    byte[] copy = packet.clone();
                    var buffer = ByteBuffer.wrap(copy);
                    buffer.putShort(2, (short)
                            (buffer.getShort(2) + round * fixture.packets().size()));
                    buffer.putInt(4, buffer.getInt(4) + round * 270_000);
                    return copy;
                })
                .toList();
        return new RtpFixture(fixture.codec(), packets, fixture.frames());
    }
}
