package dev.moim.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.rtcp.Heard.Estimate;
import dev.moim.media.rtcp.Heard.Nack;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Packets laid out by hand after the figures of the RFCs.
class RtcpReaderTest {
    private static final String EMPTY_REPORT = "80c90001 00000007";
    private static final String PLI = "81ce0002 00000001 00000002";

    private final Heard heard = new Heard();

    @Test
    void senderReportWithTwoBlocks() {
        // RFC 3550 section 6.4.1; the second stream has one duplicate more than losses.
        assertThat(heard.read("82c80012 80000001 e8f2a3b4c0000000 00015f90 00000064 0000c350"
                        + "00000011 40000003 0001fffe 00000020 a3b4c000 00010000"
                        + "00000012 00ffffff 00000005 00000000 00000000 00000000"))
                .isTrue();

        assertThat(heard.packets)
                .containsExactly(new SenderReport(
                        0x80000001,
                        0xE8F2A3B4C0000000L,
                        90_000,
                        100,
                        50_000,
                        List.of(
                                new ReportBlock(0x11, 64, 3, 0x1FFFE, 32, 0xA3B4C000, 65_536),
                                new ReportBlock(0x12, 0, -1, 5, 0, 0, 0))));
    }

    @Test
    void receiverReportWithoutBlocksOrWithAProfileExtension() {
        assertThat(heard.read(EMPTY_REPORT)).isTrue();
        assertThat(heard.read("80c90002 00000008 deadbeef")).isTrue();

        assertThat(heard.packets).containsExactly(new ReceiverReport(7, List.of()), new ReceiverReport(8, List.of()));
    }

    @Test
    void sourceDescriptionsGiveTheirCnamesOnly() {
        // RFC 3550 section 6.5: a NOTE (7) before the first CNAME (1), one zero byte after each list.
        assertThat(heard.read("82ca0006 00000001 07016e 01026162 00 00000002 0105 68656c6c6f 00"))
                .isTrue();
        // A list that ends with a word has a whole word of zeros behind it.
        assertThat(heard.read("81ca0003 00000003 01026869 00000000")).isTrue();

        assertThat(heard.packets)
                .containsExactly(
                        new SourceDescription(1, "ab"),
                        new SourceDescription(2, "hello"),
                        new SourceDescription(3, "hi"));
    }

    @Test
    void byeNamesItsSourcesAndMayGiveAReason() {
        assertThat(heard.read("82cb0004 00000001 00000002 07637261 73686564")).isTrue();

        assertThat(heard.packets).containsExactly(new Bye(1), new Bye(2));
    }

    @Test
    void genericNackUnfoldsItsBitmap() {
        // RFC 4585 section 6.2.1: bit i of BLP is packet PID + i + 1; numbers wrap.
        assertThat(heard.read("81cd0004 00000001 00000002 fffe8005 00640000")).isTrue();

        assertThat(heard.packets).containsExactly(new Nack(1, 2, List.of(0xFFFE, 0xFFFF, 1, 14, 100)));
    }

    @Test
    void keyFramesAreAskedForInTwoWays() {
        assertThat(heard.read(PLI)).isTrue();
        // RFC 5104 section 4.3.1.1: one entry for each stream, 24 reserved bits.
        assertThat(heard.read("84ce0006 00000001 00000000 00000002 fe000000 00000003 00ffffff"))
                .isTrue();

        assertThat(heard.packets)
                .containsExactly(
                        new PictureLossIndication(1, 2),
                        new FullIntraRequest(1, 2, 254),
                        new FullIntraRequest(1, 3, 0));
    }

    @Test
    void maximumBitrateIsAMantissaWithAnExponent() {
        // 6 bits of exponent, 18 of mantissa: 250 000 << 2; then 1 << 63 which no long holds.
        assertThat(heard.read("8fce0006 00000001 00000000 52454d42 020bd090 00000002 00000003"))
                .isTrue();
        assertThat(heard.read("8fce0004 00000001 00000000 52454d42 00fc0001")).isTrue();
        assertThat(heard.read("8fce0004 00000001 00000000 41424344 00fc0001")).isTrue();

        assertThat(heard.packets)
                .containsExactly(new Estimate(1, 1_000_000, List.of(2, 3)), new Estimate(1, Long.MAX_VALUE, List.of()));
    }

    @Test
    void compoundsKeepTheirOrderAndSkipTheUnknown() {
        // An extended report (207) and a slice loss indication (PSFB 2) stand between.
        assertThat(heard.read(EMPTY_REPORT + "80cf0001 00000007" + "82ce0003 00000001 00000002 00000000" + PLI))
                .isTrue();

        assertThat(heard.packets).containsExactly(new ReceiverReport(7, List.of()), new PictureLossIndication(1, 2));
    }

    @Test
    void paddingIsNoContent() {
        // A NACK with one entry and a word of padding, not a NACK of packets 0 to 2.
        assertThat(heard.read("a1cd0004 00000001 00000002 00640000 00000004")).isTrue();
        // BYE of nobody: all but the header is padding.
        assertThat(heard.read("a0cb0001 00000004")).isTrue();

        assertThat(heard.packets).containsExactly(new Nack(1, 2, List.of(100)));
    }

    @Test
    void paddingThatCannotBeIsRefused() {
        assertThat(heard.read("a1cd0004 00000001 00000002 00640000 00000000")).isFalse();
        assertThat(heard.read("a1cd0004 00000001 00000002 00640000 00000011")).isFalse();
        assertThat(heard.read("a0cb0000")).isFalse();

        assertThat(heard.packets).isEmpty();
    }

    @Test
    void aBrokenChainGivesNothingAtAll() {
        assertThat(heard.read("")).isFalse();
        assertThat(heard.read("80c900")).isFalse();
        assertThat(heard.read(EMPTY_REPORT + "00")).isFalse();
        assertThat(heard.read(EMPTY_REPORT + "40c90001 00000007")).isFalse();
        assertThat(heard.read(EMPTY_REPORT + "80c90002 00000007")).isFalse();
        assertThat(heard.read(EMPTY_REPORT + "80c9ffff 00000007")).isFalse();

        assertThat(heard.packets).isEmpty();
    }

    @Test
    void aMalformedPacketEndsTheReading() {
        for (String packet : List.of(
                "80c80005 00000001 0000000000000000 00000000 00000000",
                "81c80006 00000001 0000000000000000 00000000 00000000 00000000",
                "81c90001 00000007",
                "80c90000",
                "82ca0001 00000001",
                "81ca0002 00000001 01ff6162",
                "82cb0001 00000001",
                "81cd0002 00000001 00000002",
                "81ce0001 00000001",
                "84ce0002 00000001 00000000",
                "8fce0004 00000001 00000000 52454d42 01000001")) {
            heard.packets.clear();
            boolean readable = heard.read(EMPTY_REPORT + packet + PLI);

            assertThat(readable).as(packet).isFalse();
            assertThat(heard.packets).as(packet).containsExactly(new ReceiverReport(7, List.of()));
        }
    }
}
