package dev.moim.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.moim.media.PeerId;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import dev.moim.media.codec.FrameInspector;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.track.PacketInfo;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// What a recording costs the loop: a copy. The time is printed, not judged.
class LoopCostTest {
    private static final int PACKETS = 200_000;

    @Test
    void aPacketIsCopiedWithoutGarbage() {
        var intake = new Intake(32 << 20);
        var source = new FakeTrack("VP8");
        var writer = new TrackWriter(new SourceId(new PeerId("a"), SourceKind.CAMERA), 0, intake);
        writer.follow(source, 0);
        byte[] payload = new byte[1188];
        payload[0] = 0x10;
        byte[] packet = RtpFixture.packet(true, 96, 1, 1, payload);
        var view = new RtpView();
        view.wrap(packet, 0, packet.length);
        var info = new PacketInfo(source, source.codec);
        FrameInspector.of("VP8").inspect(view, info.frame);
        var out = new QueuedItem();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        long fastest = Long.MAX_VALUE;
        long expected = 0;
        for (int round = 0; round < 10; round++) {
            long nanos = 0;
            long allocated = 0;
            for (int i = 0; i < PACKETS; i += 1000) {
                long before = threads.getCurrentThreadAllocatedBytes();
                long start = System.nanoTime();
                for (int j = 0; j < 1000; j++) {
                    info.extendedSequenceNumber = expected + j;
                    writer.onPacket(view, info, i);
                }
                nanos += System.nanoTime() - start;
                allocated += threads.getCurrentThreadAllocatedBytes() - before;
                for (int j = 0; j < 1000; j++) {
                    assertThat(intake.packets.poll(out) && out.sequenceNumber == expected++)
                            .isTrue();
                }
            }
            least = Math.min(least, allocated);
            fastest = Math.min(fastest, nanos);
        }
        System.out.printf("recording costs the loop %d ns for each packet%n", fastest / PACKETS);
        // The measuring itself is allowed its few bytes.
        assertThat(least).isLessThan(PACKETS / 10);
        assertThat(intake.overflows()).isZero();
    }
}
