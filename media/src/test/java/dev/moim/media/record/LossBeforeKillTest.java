package dev.moim.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.SourceKind;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a process that dies at any instant would leave: all that came more than a second ago.
class LossBeforeKillTest {
    private static final long MILLI = RecordingBench.MILLI;
    private static final int PACKETS = 3_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 20, 50})
    void whatIsOnTheDiskIsNeverASecondBehind(int lostPercent) {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var bench = new RecordingBench();
        var microphone = new FakeTrack("OPUS");
        bench.track(SourceKind.MICROPHONE).follow(microphone, bench.now);
        var came = new TreeSet<Long>();
        for (int i = 0; i < PACKETS; i++) {
            long millis = 100 + 20L * i;
            bench.runTo(millis);
            if (i == 0 || random.nextInt(100) >= lostPercent) {
                microphone.onPacket(
                        RtpFixture.packet(false, 96, i, i * 960, new byte[] {0x78, 1, 2, 3}),
                        RecordingBench.START + millis * MILLI);
                came.add(20L * i);
            }
            bench.turn();
            Long due = came.floor(came.last() - 1_000);
            if (i % 25 == 24 && due != null) {
                byte[] onDisk = bench.files.bytes("0001-microphone-1.webm");
                assertThat(new MatroskaReader(onDisk).blocks.getLast().millis())
                        .as("seed %d, packet %d", seed, i)
                        .isGreaterThanOrEqualTo(due);
            }
        }
    }
}
