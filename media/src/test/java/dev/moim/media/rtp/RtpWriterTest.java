package dev.moim.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RtpWriterTest {
    private final RtpWriter writer = new RtpWriter();
    private final byte[] out = new byte[1500];

    @Test
    void aHeaderWithoutElementsIsTwelveBytes() {
        Arrays.fill(out, (byte) 0xFF);
        int position = writer.writeHeader(out, 3, true, 96, 0x1FFFE, 0x01020304, 0xAABBCCDD);

        assertThat(writer.writeExtensions(out, position)).isEqualTo(15);
        assertThat(hex(3, 15)).isEqualTo("80e0fffe01020304aabbccdd");
    }

    @Test
    void shortElementsTakeTheOneByteForm() {
        int position = writer.writeHeader(out, 0, false, 111, 1, 0, 1);
        writer.add(4, "7".getBytes(StandardCharsets.US_ASCII), 0, 1);
        writer.addByte(1, 0x80 | 42);
        writer.addShort(3, 0xBEEF);
        int payload = writer.writeExtensions(out, position);

        // RFC 8285 section 4.2: id and length - 1 in a byte, zeros up to the word.
        assertThat(hex(0, payload)).isEqualTo("906f00010000000000000001" + "bede0002" + "4037" + "10aa" + "31beef00");
        assertThat(payload % 4).isZero();
    }

    @Test
    void aLongElementOrAHighIdTakesTheTwoByteForm() {
        int position = writer.writeHeader(out, 0, false, 96, 1, 0, 1);
        writer.addByte(1, 5);
        writer.add(12, new byte[17], 0, 17);
        int payload = writer.writeExtensions(out, position);
        assertThat(hex(12, 22)).isEqualTo("10000006" + "010105" + "0c1100");
        assertThat(payload).isEqualTo(40);

        position = writer.writeHeader(out, 0, false, 96, 1, 0, 1);
        writer.addByte(15, 5);
        payload = writer.writeExtensions(out, position);
        assertThat(hex(12, payload)).isEqualTo("10000001" + "0f010500");
    }

    @Test
    void aNumberCanBeSetLater() {
        int position = writer.writeHeader(out, 0, false, 96, 1, 0, 1);
        writer.addByte(1, 5);
        writer.addShort(3, 0);
        writer.writeExtensions(out, position);

        RtpWriter.patchShort(out, writer.dataPosition(3), 0x12345);

        assertThat(hex(16, 24)).isEqualTo("1005" + "312345" + "000000".substring(0, 6));
        assertThat(writer.dataPosition(9)).isEqualTo(-1);
    }

    @Test
    void elementsOfThePacketBeforeAreForgotten() {
        writer.writeHeader(out, 0, false, 96, 1, 0, 1);
        writer.addByte(1, 5);
        int position = writer.writeHeader(out, 0, false, 96, 2, 0, 1);

        assertThat(writer.writeExtensions(out, position)).isEqualTo(12);
        assertThat(out[0] & 0x10).isZero();
    }

    @Test
    void whatDoesNotFitIsLeftOut() {
        int position = writer.writeHeader(out, 0, false, 96, 1, 0, 1);
        assertThat(writer.add(1, new byte[255], 0, 255)).isTrue();
        assertThat(writer.add(2, new byte[255], 0, 255)).isTrue();
        assertThat(writer.add(3, new byte[3], 0, 3)).isFalse();
        assertThat(writer.addShort(4, 7)).isTrue();
        int payload = writer.writeExtensions(out, position);

        var view = new RtpView();
        assertThat(view.wrap(out, 0, payload)).isTrue();
        assertThat(view.extensionDataLength(2)).isEqualTo(255);
        assertThat(view.extensionDataLength(3)).isEqualTo(-1);
        assertThat(view.extensionDataLength(4)).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> writer.addByte(0, 1));
    }

    @Property
    void elementsComeBack(@ForAll("blocks") Map<Integer, byte[]> block) {
        int position = writer.writeHeader(out, 1, true, 45, 77, 88, 99);
        var written = new HashMap<Integer, byte[]>();
        block.forEach((id, data) -> {
            if (writer.add(id, data, 0, data.length)) {
                written.put(id, data);
            }
        });
        int payload = writer.writeExtensions(out, position);

        var view = new RtpView();
        assertThat(view.wrap(out, 1, payload - 1)).isTrue();
        assertThat(view.payloadLength()).isZero();
        assertThat(view.sequenceNumber()).isEqualTo(77);
        written.forEach((id, data) -> {
            int from = view.extensionDataOffset(id);
            assertThat(from).isEqualTo(writer.dataPosition(id));
            assertThat(Arrays.copyOfRange(out, from, from + view.extensionDataLength(id)))
                    .isEqualTo(data);
        });
    }

    @Provide
    Arbitrary<Map<Integer, byte[]>> blocks() {
        var ids = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 14), Arbitraries.integers().between(1, 255));
        var data = Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(16),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(255));
        return Arbitraries.maps(ids, data).ofMaxSize(16);
    }

    private String hex(int from, int to) {
        return HexFormat.of().formatHex(out, from, to);
    }
}
