package dev.moim.signaling.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.rtcp.GenericNack;
import dev.moim.media.rtcp.ReportBlock;
import dev.moim.media.rtcp.RtcpHandler;
import dev.moim.media.rtcp.RtcpReader;
import dev.moim.media.track.CompoundWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncomingStreamTest {
    private static final int SSRC = 77;
    private static final long MILLI = 1_000_000;

    private final IncomingStream stream = new IncomingStream(SSRC, 90_000);
    private final List<Integer> asked = new ArrayList<>();

    private boolean arrive(int number) {
        return stream.onPacket(number & 0xFFFF, number * 90, false, number * MILLI);
    }

    private void poll(long millis) {
        var out = new CompoundWriter();
        out.begin((bytes, offset, length) -> new RtcpReader().read(bytes, offset, length, new RtcpHandler() {
            @Override
            public void onGenericNack(GenericNack nack) {
                assertThat(nack.mediaSsrc()).isEqualTo(SSRC);
                for (int number : nack.lost()) {
                    asked.add(number);
                }
            }
        }));
        stream.pollNack(out, millis * MILLI);
        out.end();
    }

    @Test
    void anEndlessStreamGoesOverTheEndOfTheNumbers() {
        for (int number = 65_500; number < 65_600; number++) {
            assertThat(arrive(number)).isTrue();
        }
        assertThat(stream.counts()).isEqualTo(new Counts(100, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void asksForWhatIsMissingUntilItComes() {
        arrive(10);
        arrive(13);
        poll(13);
        poll(20);
        poll(70);
        assertThat(asked).containsExactly(11, 12, 11, 12);
        stream.onPacket(11, 0, true, 80 * MILLI);
        poll(130);
        assertThat(asked).containsExactly(11, 12, 11, 12, 12);
        assertThat(stream.counts()).isEqualTo(new Counts(3, 1, 0, 0, 1, 0, 0));
    }

    @Test
    void whatNeverComesIsLostOnce() {
        arrive(10);
        arrive(12);
        poll(3_000);
        assertThat(asked).isEmpty();
        assertThat(stream.counts().lost()).isEqualTo(1);
        poll(4_000);
        assertThat(stream.counts().lost()).isEqualTo(1);
    }

    @Test
    void tellsDuplicatesFromLatecomers() {
        arrive(10);
        arrive(12);
        assertThat(arrive(11)).isTrue();
        assertThat(arrive(11)).isFalse();
        assertThat(arrive(12)).isFalse();
        assertThat(stream.counts()).isEqualTo(new Counts(3, 0, 2, 1, 0, 0, 0));
    }

    @Test
    void aJumpOrATimestampThatGoesBackIsABreak() {
        arrive(10);
        stream.onPacket(5_000, 5_000 * 90, false, 0);
        stream.onPacket(5_001, 4_000 * 90, false, 0);
        assertThat(stream.counts()).isEqualTo(new Counts(3, 0, 0, 0, 0, 2, 0));
    }

    @Test
    void aPayloadThatComesTwiceUnderNewNumbersIsMisplaced() {
        arrive(10);
        stream.onStamp(1, 100, 10);
        arrive(11);
        stream.onStamp(1, 100, 11);
        arrive(12);
        stream.onStamp(2, 5, 12);
        assertThat(stream.counts().misplaced()).isEqualTo(1);
    }

    @Test
    void countsAnewWithoutTakingLatecomersForDuplicates() {
        arrive(10);
        arrive(12);
        stream.restartCounts();
        arrive(11);
        arrive(12);
        arrive(13);
        assertThat(stream.counts()).isEqualTo(new Counts(1, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void reportsLossAsRfc3550Does() {
        arrive(10);
        arrive(11);
        arrive(14);
        ReportBlock first = stream.report(0);
        assertThat(first.highestSequenceNumber()).isEqualTo(14);
        assertThat(first.cumulativeLost()).isEqualTo(2);
        assertThat(first.fractionLost()).isEqualTo(2 * 256 / 5);
        arrive(15);
        assertThat(stream.report(0).fractionLost()).isZero();
    }
}
