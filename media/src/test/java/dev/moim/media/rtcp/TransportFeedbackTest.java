package dev.moim.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.rtcp.Heard.Feedback;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// Bytes computed by hand after draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1.
class TransportFeedbackTest {
    private static final long LOST = Long.MIN_VALUE;
    private static final long TICK = TransportFeedback.TICK_NANOS;
    private static final String SSRCS = "00000001 00000002";

    private final Heard heard = new Heard();

    @Test
    void runAndOneBitVector() {
        // The draft's own chunks: 221 packets not received; then 1 lost, 5 received, 3 lost, 3 received, 2 lost.
        assertThat(heard.read("8fcd0007" + SSRCS + "fff000eb 00000107 00dd 9f1c 04 04 04 04 04 08 00 ff"))
                .isTrue();

        var ticks = new ArrayList<Integer>(Collections.nCopies(222, null));
        ticks.addAll(List.of(4, 8, 12, 16, 20));
        ticks.addAll(Collections.nCopies(3, null));
        ticks.addAll(List.of(28, 28, 283));
        ticks.addAll(Collections.nCopies(2, null));
        assertThat(heard.packets).containsExactly(new Feedback(1, 2, 0xFFF0, 1, 7, ticks));
    }

    @Test
    void twoBitVectorWithDeltasBackInTime() {
        // 11 | small, large, lost, large, lost, lost, lost; reference time -1.
        assertThat(heard.read("8fcd0006" + SSRCS + "00050004 ffffff00 d880 10 fffc 7fff 00"))
                .isTrue();

        assertThat(heard.packets).containsExactly(new Feedback(1, 2, 5, -1, 0, Arrays.asList(16, 12, null, 32_779)));
    }

    @Test
    void aRunMayGoBeyondTheCount() {
        assertThat(heard.read("8fcd0005" + SSRCS + "00050001 00000000 3fff 01 00"))
                .isTrue();

        assertThat(heard.packets).containsExactly(new Feedback(1, 2, 5, 0, 0, List.of(1)));
    }

    @Test
    void malformedFeedbackIsRefused() {
        // No packets, no chunk, a run of none, too few deltas, a reserved symbol.
        for (String body : List.of(
                "00050000 00000000 20010000",
                "00050001 00000000",
                "00050001 00000000 20000000",
                "00050003 00000000 20030101",
                "0005000f 00000000 a0002001",
                "00050001 00000000 60010000")) {
            String length = body.length() > 20 ? "8fcd0005" : "8fcd0004";
            assertThat(heard.read(length + SSRCS + body)).as(body).isFalse();
        }
        assertThat(heard.packets).isEmpty();
    }

    @Test
    void theLongestReportIsRead() {
        // Seven runs of 8191 and one of 8198, of which 8191 count; then the rest of 65535.
        String runs = "1fff".repeat(8) + "0007";
        assertThat(heard.read("8fcd0009" + SSRCS + "0000ffff 00000000" + runs + "0000"))
                .isTrue();

        assertThat(((Feedback) heard.packets.getFirst()).ticks())
                .hasSize(65_535)
                .containsOnlyNulls();
    }

    /// Few bytes that report much must not cost more work than they have bytes: what was lost has no entry, and
    /// arrivals without deltas are refused before they are written down.
    @Test
    void aSmallPacketMakesFewEntries() {
        String lost =
                "8fcd0009" + SSRCS + "0000ffff 00000000" + "1fff".repeat(8) + "2007" + "01010101010101" + "000000";
        assertThat(heard.read(lost.replace("8fcd0009", "8fcd000b"))).isTrue();
        assertThat(heard.entries).containsExactly(7);

        String arrived = "8fcd0009" + SSRCS + "0000ffff 00000000" + "3fff".repeat(8) + "0007" + "0000";
        assertThat(heard.read(arrived)).isFalse();
        assertThat(heard.entries).hasSize(1);
    }

    @Test
    void writtenAsTheDraftSays() {
        var out = new byte[64];
        var writer = new RtcpWriter();
        writer.begin(out, 2, 60);
        // Reference time 2 is 128 ms; then 2 ticks, lost, 70 ms later, 1 ms back.
        long[] arrivals = {512 * TICK + 2 * TICK, LOST, 794 * TICK, 790 * TICK + TICK / 2};

        assertThat(writer.transportFeedback(1, 2, 0x1FFFF, 0x103, arrivals, 0, 4))
                .isEqualTo(4);

        // 0101 1000 of two bits each: small, lost, large, large; deltas 02, 0118 (280), fffc (-4), one byte of padding.
        assertThat(HexFormat.of().formatHex(out, 2, 2 + writer.length()))
                .isEqualTo("8fcd0006" + "00000001" + "00000002" + "ffff0004" + "00000203" + "d280" + "02" + "0118"
                        + "fffc" + "00");
    }

    @Test
    void aJumpOfTimeEndsAReportAndTheNextGoesOn() {
        var out = new byte[1200];
        var writer = new RtcpWriter();
        long[] arrivals = {0, TICK, TICK + 9_000_000_000L};

        writer.begin(out, 0, out.length);
        assertThat(writer.transportFeedback(1, 2, 7, 0, arrivals, 0, 3)).isEqualTo(2);
        assertThat(writer.transportFeedback(1, 2, 9, 1, arrivals, 2, 1)).isEqualTo(1);

        assertThat(new RtcpReader().read(out, 0, writer.length(), heard)).isTrue();
        assertThat(heard.packets).hasSize(2);
    }

    /// More than a datagram can tell, all received: what fits is told, and the rest the next time.
    @Test
    void aLongRunIsCutWhereRoomEnds() {
        var out = new byte[100];
        var writer = new RtcpWriter();
        writer.begin(out, 0, out.length);
        var arrivals = new long[3_000];
        Arrays.setAll(arrivals, i -> i * TICK);

        assertThat(writer.transportFeedback(1, 2, 0, 0, arrivals, 0, 3_000)).isEqualTo(100 - 20 - 2);
        assertThat(writer.length()).isEqualTo(100);
    }

    @Test
    void nothingIsWrittenWithoutRoomOrArrivals() {
        var writer = new RtcpWriter();
        writer.begin(new byte[64], 0, 23);
        assertThat(writer.transportFeedback(1, 2, 0, 0, new long[] {0}, 0, 1)).isZero();
        writer.begin(new byte[64], 0, 64);
        assertThat(writer.transportFeedback(1, 2, 0, 0, new long[] {LOST, LOST}, 0, 2))
                .isZero();

        assertThat(writer.length()).isZero();
    }

    /// Any arrivals, in as many packets as it takes, come back to the tick.
    @Property(tries = 2_000)
    void arrivalsComeBack(
            @ForAll @LongRange(min = -1L << 40, max = 1L << 50) long start,
            @ForAll @Size(min = 1, max = 400) List<@IntRange(min = -40, max = 400) Integer> gaps,
            @ForAll @IntRange(min = 28, max = 300) int capacity,
            @ForAll boolean bursts) {
        var arrivals = new long[gaps.size()];
        long now = start;
        for (int i = 0; i < arrivals.length; i++) {
            int gap = gaps.get(i);
            boolean lost = bursts ? (i / 20 + gap) % 3 == 0 : gap % 5 == 0;
            now += bursts ? gap * 1_000L : gap * 300_000L;
            arrivals[i] = lost ? LOST : now;
        }
        var out = new byte[capacity];
        var writer = new RtcpWriter();
        int from = 0;
        while (from < arrivals.length) {
            writer.begin(out, 0, capacity);
            int written = writer.transportFeedback(1, 2, from, 0, arrivals, from, arrivals.length - from);
            if (written == 0) {
                // Nothing arrived in what fits here, or in the rest: those are skipped one by one.
                assertThat(arrivals[from]).isEqualTo(LOST);
                from++;
                continue;
            }
            heard.packets.clear();
            assertThat(new RtcpReader().read(out, 0, writer.length(), heard)).isTrue();
            var feedback = (Feedback) heard.packets.getFirst();
            assertThat(feedback.baseSequenceNumber()).isEqualTo(from);
            assertThat(feedback.ticks()).hasSize(written);
            long reference = LOST;
            for (int i = 0; i < written; i++) {
                Integer ticks = feedback.ticks().get(i);
                long arrival = arrivals[from + i];
                assertThat(ticks == null).isEqualTo(arrival == LOST);
                if (ticks != null) {
                    if (reference == LOST) {
                        // 24 bits of the reference time travel; the rest is the sender's clock.
                        long whole = Math.floorDiv(arrival, TICK * TransportFeedback.TICKS_PER_REFERENCE);
                        assertThat(feedback.referenceTime()).isEqualTo((int) (whole << 40 >> 40));
                        reference = whole * TransportFeedback.TICKS_PER_REFERENCE;
                    }
                    assertThat(reference + ticks).isEqualTo(Math.floorDiv(arrival, TICK));
                }
            }
            from += written;
        }
    }
}
