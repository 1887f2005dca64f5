package dev.moim.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpViewTest {
    private static final String HEADER = "9060 1234 00010203 aabbccdd";

    private final RtpView view = new RtpView();

    @Test
    void fixedFieldsAreReadFromAnyOffset() {
        var packet = bytes("ffff 80e0 fffe fffffff0 80000001 0a0b0c ff");

        assertThat(view.wrap(packet, 2, packet.length - 3)).isTrue();

        assertThat(view.marker()).isTrue();
        assertThat(view.payloadType()).isEqualTo(96);
        assertThat(view.sequenceNumber()).isEqualTo(0xFFFE);
        assertThat(view.timestamp()).isEqualTo(0xFFFFFFF0);
        assertThat(view.ssrc()).isEqualTo(0x80000001);
        assertThat(view.payloadOffset()).isEqualTo(14);
        assertThat(view.payloadLength()).isEqualTo(3);
        assertThat(view.offset()).isEqualTo(2);
        assertThat(view.length()).isEqualTo(15);
    }

    @Test
    void contributingSourcesAreSkipped() {
        assertThat(wrap("8260 0001 00000000 00000001 11111111 22222222 0a")).isTrue();

        assertThat(view.payloadOffset()).isEqualTo(20);
        assertThat(view.payloadLength()).isEqualTo(1);
    }

    @Test
    void oneByteElementsAreFoundBehindPadding() {
        // RFC 8285 section 4.2: padding between elements and at the end.
        assertThat(wrap(HEADER + "bede 0003  10 aa  21 bb cc  0000  32 010203  00  07"))
                .isTrue();

        assertThat(element(1)).isEqualTo("aa");
        assertThat(element(2)).isEqualTo("bbcc");
        assertThat(element(3)).isEqualTo("010203");
        assertThat(view.extensionDataOffset(4)).isEqualTo(-1);
        assertThat(view.extensionDataLength(4)).isEqualTo(-1);
        assertThat(view.payloadLength()).isEqualTo(1);
    }

    @Test
    void idFifteenEndsTheOneByteBlock() {
        assertThat(wrap(HEADER + "bede 0002 10 aa f0 10 20 bb 0000")).isTrue();

        assertThat(element(1)).isEqualTo("aa");
        assertThat(view.extensionDataOffset(2)).isEqualTo(-1);
        assertThat(view.extensionDataOffset(15)).isEqualTo(-1);
    }

    @Test
    void paddingWithALengthEndsTheOneByteBlock() {
        assertThat(wrap(HEADER + "bede 0002 10 aa 01 10 10 20 bb 00")).isTrue();

        assertThat(element(1)).isEqualTo("aa");
        assertThat(view.extensionDataOffset(2)).isEqualTo(-1);
    }

    @Test
    void twoByteElementsMayBeEmptyOrLong() {
        // RFC 8285 section 4.3, with application bits in the profile.
        assertThat(wrap(HEADER + "100a 0003  01 00  02 01 bb  00  64 04 01020304  00"))
                .isTrue();

        assertThat(view.extensionDataLength(1)).isZero();
        assertThat(element(2)).isEqualTo("bb");
        assertThat(element(100)).isEqualTo("01020304");
    }

    @Test
    void elementsThatLeaveTheBlockAreNotThere() {
        assertThat(wrap(HEADER + "bede 0001 1f 000000 0102030405060708090a0b0c0d0e0f10"))
                .isTrue();
        assertThat(view.extensionDataOffset(1)).isEqualTo(-1);

        assertThat(wrap(HEADER + "1000 0001 000000 01 ff")).isTrue();
        assertThat(view.extensionDataOffset(1)).isEqualTo(-1);
    }

    @Test
    void otherProfilesHaveNoElements() {
        assertThat(wrap(HEADER + "cafe 0001 10aa0000 01")).isTrue();

        assertThat(view.extensionDataOffset(1)).isEqualTo(-1);
        assertThat(view.payloadLength()).isEqualTo(1);
    }

    @Test
    void paddingIsTakenOffOnce() {
        assertThat(wrap("a060 0001 00000000 00000001 0a0b 000003")).isTrue();
        assertThat(view.stripPadding()).isTrue();
        assertThat(view.stripPadding()).isTrue();

        assertThat(view.payloadLength()).isEqualTo(2);
        assertThat(view.length()).isEqualTo(17);
    }

    @Test
    void paddingThatCannotBeIsRefused() {
        assertThat(wrap("a060 0001 00000000 00000001 0a00")).isTrue();
        assertThat(view.stripPadding()).isFalse();

        assertThat(wrap("a060 0001 00000000 00000001 0a03")).isTrue();
        assertThat(view.stripPadding()).isFalse();

        assertThat(wrap("a060 0001 00000000 00000001")).isTrue();
        assertThat(view.stripPadding()).isFalse();
    }

    @Test
    void onlyPaddingLeavesAnEmptyPayload() {
        assertThat(wrap("a060 0001 00000000 00000001 000003")).isTrue();

        assertThat(view.stripPadding()).isTrue();
        assertThat(view.payloadLength()).isZero();
    }

    @Test
    void whatIsNotRtpIsRefusedAndTheViewStays() {
        assertThat(wrap("8060 0001 00000000 00000007")).isTrue();

        assertThat(wrap("")).isFalse();
        assertThat(wrap("8060 0001 00000000 000000")).isFalse();
        assertThat(wrap("4060 0001 00000000 00000001")).isFalse();
        assertThat(wrap("8f60 0001 00000000 00000001 0000")).isFalse();
        assertThat(wrap("9060 0001 00000000 00000001 bede")).isFalse();
        assertThat(wrap("9060 0001 00000000 00000001 bede 0002 00000000")).isFalse();
        assertThat(wrap("9060 0001 00000000 00000001 bede ffff 00000000")).isFalse();

        assertThat(view.ssrc()).isEqualTo(7);
    }

    private boolean wrap(String hex) {
        var packet = bytes(hex);
        return view.wrap(packet, 0, packet.length);
    }

    private String element(int id) {
        int from = view.extensionDataOffset(id);
        return HexFormat.of().formatHex(view.buffer(), from, from + view.extensionDataLength(id));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
