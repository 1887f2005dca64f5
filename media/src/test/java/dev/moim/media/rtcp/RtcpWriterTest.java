package dev.moim.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.moim.media.rtcp.Heard.Nack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RtcpWriterTest {
    private final byte[] out = new byte[1200];
    private final RtcpWriter writer = new RtcpWriter();
    private final Heard heard = new Heard();

    @Test
    void aCompoundIsWrittenAsTheRfcsSay() {
        Arrays.fill(out, (byte) 0xEE);
        writer.begin(out, 4, 1000);
        assertThat(writer.senderReport(1, 0x0102030405060708L, -1, 0x1_0000_0002L, 3))
                .isTrue();
        assertThat(writer.reportBlock(0x11, 64, -1, 0x1FFFE, 32, 5, 6)).isTrue();
        assertThat(writer.cname(1, "moim".getBytes(StandardCharsets.US_ASCII))).isTrue();
        assertThat(writer.genericNack(1, 2, new int[] {0x1FFFE, 0xFFFF, 14, 15}, 4))
                .isEqualTo(4);
        assertThat(writer.pictureLossIndication(1, 2)).isTrue();
        assertThat(writer.fullIntraRequest(1, 2, 0x1FE)).isTrue();
        assertThat(writer.bye(1)).isTrue();

        assertThat(HexFormat.of().formatHex(out, 4, 4 + writer.length()))
                .isEqualTo("81c8000c" + "00000001" + "0102030405060708" + "ffffffff" + "00000002" + "00000003"
                        + "00000011" + "40ffffff" + "0001fffe" + "00000020" + "00000005" + "00000006"
                        + "81ca0003" + "00000001" + "01046d6f" + "696d0000"
                        + "81cd0004" + "00000001" + "00000002" + "fffe8001" + "000f0000"
                        + "81ce0002" + "00000001" + "00000002"
                        + "84ce0004" + "00000001" + "00000000" + "00000002" + "fe000000"
                        + "81cb0001" + "00000001");
        assertThat(out[3]).isEqualTo((byte) 0xEE);
        assertThat(out[4 + writer.length()]).isEqualTo((byte) 0xEE);
    }

    @Test
    void lossesBeyondTheField() {
        writer.begin(out, 0, 200);
        writer.receiverReport(1);
        writer.reportBlock(2, 0, Integer.MAX_VALUE, 0, 0, 0, 0);
        writer.reportBlock(3, 255, Integer.MIN_VALUE, 0, 0, 0, 0);

        read();

        assertThat(heard.packets)
                .containsExactly(new ReceiverReport(
                        1,
                        List.of(
                                new ReportBlock(2, 0, 0x7FFFFF, 0, 0, 0, 0),
                                new ReportBlock(3, 255, -0x800000, 0, 0, 0, 0))));
    }

    @Test
    void aReportHasThirtyOneBlocksAndTheNextGoesOn() {
        writer.begin(out, 0, out.length);
        writer.receiverReport(1);
        for (int i = 0; i < 31; i++) {
            assertThat(writer.reportBlock(i, 0, 0, 0, 0, 0, 0)).isTrue();
        }
        assertThat(writer.reportBlock(31, 0, 0, 0, 0, 0, 0)).isFalse();
        writer.receiverReport(1);
        assertThat(writer.reportBlock(31, 0, 0, 0, 0, 0, 0)).isTrue();

        read();

        assertThat(heard.packets).hasSize(2);
        assertThat(((ReceiverReport) heard.packets.getLast()).reports()).hasSize(1);
    }

    @Test
    void withoutRoomNothingChanges() {
        for (int capacity = 0; capacity < 100; capacity++) {
            Arrays.fill(out, (byte) 0xEE);
            writer.begin(out, 0, capacity);
            boolean report = writer.senderReport(1, 2, 3, 4, 5) && writer.reportBlock(1, 2, 3, 4, 5, 6, 7);
            boolean rest = writer.cname(1, new byte[] {'a'})
                    && writer.pictureLossIndication(1, 2)
                    && writer.fullIntraRequest(1, 2, 3)
                    && writer.genericNack(1, 2, new int[] {1}, 1) == 1
                    && writer.bye(1);

            assertThat(writer.length()).isLessThanOrEqualTo(capacity);
            assertThat(out[Math.max(capacity, writer.length())]).isEqualTo((byte) 0xEE);
            assertThat(writer.length() == 0 || new RtcpReader().read(out, 0, writer.length(), heard))
                    .isTrue();
            if (capacity < 28) {
                assertThat(report).isFalse();
            }
            if (capacity < 72) {
                assertThat(rest).isFalse();
            }
        }
    }

    @Test
    void misuseIsToldToTheProgrammer() {
        writer.begin(out, 0, out.length);
        assertThatIllegalStateException().isThrownBy(() -> writer.reportBlock(1, 2, 3, 4, 5, 6, 7));
        writer.receiverReport(1);
        writer.bye(1);
        assertThatIllegalStateException().isThrownBy(() -> writer.reportBlock(1, 2, 3, 4, 5, 6, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.cname(1, new byte[256]));
    }

    @Property
    void namesOfAnyLengthComeBack(@ForAll @StringLength(max = 80) String name) {
        byte[] cname = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                .getBytes(StandardCharsets.UTF_8);
        if (cname.length > 255) {
            return;
        }
        writer.begin(out, 0, out.length);
        writer.receiverReport(9);
        writer.cname(9, cname);
        writer.bye(9);

        heard.packets.clear();
        read();

        assertThat(heard.packets)
                .containsExactly(
                        new ReceiverReport(9, List.of()),
                        new SourceDescription(9, new String(cname, StandardCharsets.UTF_8)),
                        new Bye(9));
    }

    @Property
    void everyLostPacketIsAskedForOnce(
            @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 0, max = 2_000) Integer> lost,
            @ForAll @IntRange(min = 0, max = 65_535) int base,
            @ForAll @IntRange(min = 16, max = 200) int capacity) {
        int[] numbers = new TreeSet<>(lost).stream().mapToInt(i -> base + i).toArray();
        var asked = new ArrayList<Integer>();
        int done = 0;
        while (done < numbers.length) {
            writer.begin(out, 0, capacity);
            int[] rest = Arrays.copyOfRange(numbers, done, numbers.length);
            int written = writer.genericNack(1, 2, rest, rest.length);
            assertThat(written).isPositive();
            heard.packets.clear();
            read();
            asked.addAll(((Nack) heard.packets.getFirst()).lost());
            done += written;
        }

        assertThat(asked)
                .isEqualTo(Arrays.stream(numbers).map(i -> i & 0xFFFF).boxed().toList());
    }

    @Property
    void reportsComeBack(@ForAll int ssrc, @ForAll long ntp, @ForAll @Size(max = 31) List<Integer> numbers) {
        writer.begin(out, 0, out.length);
        writer.senderReport(ssrc, ntp, ssrc + 1, ssrc + 2, ssrc + 3);
        var blocks = new ArrayList<ReportBlock>();
        for (int n : numbers) {
            var block = new ReportBlock(n, n & 0xFF, n >> 8, n + 1, n + 2, n + 3, n + 4);
            writer.reportBlock(n, n & 0xFF, n >> 8, n + 1, n + 2, n + 3, n + 4);
            blocks.add(block);
        }

        heard.packets.clear();
        read();

        assertThat(heard.packets).containsExactly(new SenderReport(ssrc, ntp, ssrc + 1, ssrc + 2, ssrc + 3, blocks));
    }

    private void read() {
        assertThat(new RtcpReader().read(out, 0, writer.length(), heard)).isTrue();
    }
}
