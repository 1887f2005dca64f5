package dev.moim.media.record;

import static dev.moim.media.record.RecordingBench.MILLI;
import static dev.moim.media.record.RecordingBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.RecordedFile;
import dev.moim.media.RecordingManifest;
import dev.moim.media.SourceKind;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A flash and a beep of the same moment are at the same moment in the recording, whatever the network did to them.
class LipSyncTest {
    private static final int AUDIO_BASE = 0xFFFF_0000;
    private static final int VIDEO_BASE = 0x7FFF_0000;

    private final RecordingBench bench = new RecordingBench();
    private final FakeTrack microphone = new FakeTrack("OPUS");
    private final FakeTrack camera = new FakeTrack("VP8");
    private final Random random = new Random(7);

    /// Sound every 20 ms and a picture every 40 ms; each second a beep, which is a packet of another length, and a
    /// flash, a longer picture.
    private RecordingManifest meet(long millis, long reportsFrom, double soundDrift, int videoDelay) {
        bench.track(SourceKind.MICROPHONE).follow(microphone, bench.now);
        bench.track(SourceKind.CAMERA).follow(camera, bench.now);
        for (long at = 0; at < millis; at += 20) {
            bench.runTo(at + 300);
            boolean second = at % 1000 == 0;
            int audioTime = AUDIO_BASE + (int) Math.round(at * 48 * (1 + soundDrift));
            if (at >= reportsFrom && second) {
                report(microphone, at, audioTime);
            }
            long now = START + (at + 40 + random.nextInt(30)) * MILLI;
            byte[] sound = new byte[second ? 80 : 40];
            sound[0] = 0x78;
            microphone.onPacket(RtpFixture.packet(false, 96, (int) (at / 20), audioTime, sound), now);
            if (at % 40 == 0) {
                int videoTime = VIDEO_BASE + (int) (at * 90);
                if (at >= reportsFrom && second) {
                    report(camera, at, videoTime);
                }
                byte[] picture = new byte[second ? 600 : 300];
                byte[] head = {0x10, 0x00, 0, 0, (byte) 0x9D, 0x01, 0x2A, 64, 0, 64, 0};
                if (!second) {
                    head[1] = 1;
                }
                System.arraycopy(head, 0, picture, 0, head.length);
                camera.onPacket(
                        RtpFixture.packet(true, 96, (int) (at / 40), videoTime, picture),
                        START + (at + 40 + videoDelay + random.nextInt(30)) * MILLI);
            }
        }
        return bench.close();
    }

    private static void report(FakeTrack track, long at, int timestamp) {
        // The publisher's clock maps to this process's with the least network delay seen.
        track.reportedNanos = START + (at + 40) * MILLI;
        track.reportedTimestamp = timestamp;
    }

    private double worstDifference(RecordingManifest manifest, int fromSecond) {
        RecordedFile sound = manifest.tracks().get(0).files().getFirst();
        RecordedFile pictures = manifest.tracks().get(1).files().getFirst();
        double[] beeps = bench.read(sound).blocks.stream()
                .filter(block -> block.bytes().length == 80)
                .mapToDouble(block -> block.millis() + sound.offset().toNanos() / 1e6)
                .toArray();
        double[] flashes = bench.read(pictures).blocks.stream()
                .filter(block -> block.bytes().length > 400)
                .mapToDouble(block -> block.millis() + pictures.offset().toNanos() / 1e6)
                .toArray();
        assertThat(beeps).hasSameSizeAs(flashes);
        double worst = 0;
        for (int i = fromSecond; i < beeps.length; i++) {
            worst = Math.max(worst, Math.abs(beeps[i] - flashes[i]));
        }
        return worst;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1000, 7000})
    void reportsBringSoundAndPictureTogetherHoweverLateTheyCome(long reportsFrom) {
        RecordingManifest manifest = meet(20_000, reportsFrom, 0, 250);
        assertThat(worstDifference(manifest, 0)).isLessThan(1.5);
        // Captured 40 ms of network before the first arrival, at the recording's start.
        assertThat(manifest.tracks().get(1).files().getFirst().offset().toMillis())
                .isBetween(39L, 41L);
    }

    @Test
    void aSoundCardThatRunsFastIsFollowed() {
        // Half an hour with 100 ppm would end 180 ms apart.
        RecordingManifest manifest = meet(1_800_000, 0, 100e-6, 0);
        assertThat(worstDifference(manifest, 0)).isLessThan(3);
    }

    @Test
    void withoutReportsTheFastestPacketsDecide() {
        RecordingManifest manifest = meet(20_000, Long.MAX_VALUE, 0, 0);
        assertThat(worstDifference(manifest, 0)).isLessThan(5);
    }
}
