package dev.moim.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.rtp.RtpView;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Vp8RewriteTest {
    @Test
    void onlyTheTwoNumbersChange() {
        assertThat(rewritten("90 f0 9234 56 a1 31aabb", 0x7FFF, 0x1FF)).isEqualTo("90f0ffffffa131aabb");
        assertThat(rewritten("90 f0 9234 56 a1 31aabb", 0x8001, 0x100)).isEqualTo("90f0800100a131aabb");
    }

    @Test
    void theWidthOfThePictureIdStays() {
        assertThat(rewritten("90 80 11 30", 0x1FF, 0)).isEqualTo("90807f30");
    }

    @Test
    void aDescriptorWithoutNumbersStaysAsItIs() {
        assertThat(rewritten("10 30", 1, 2)).isEqualTo("1030");
        assertThat(rewritten("90 20 a0 30", 1, 2)).isEqualTo("9020a030");
        assertThat(rewritten("90 40 07 30", 1, 2)).isEqualTo("90400230");
    }

    @Test
    void aBrokenDescriptorIsNotTouched() {
        for (String payload : new String[] {"", "90", "9080", "908092", "90c01234"}) {
            byte[] bytes = HexFormat.of().parseHex(payload);
            byte[] before = bytes.clone();

            boolean whole = Vp8Rewrite.apply(bytes, 0, bytes.length, 1, 2);

            assertThat(whole).as(payload).isEqualTo(payload.equals("90c01234"));
            if (!whole) {
                assertThat(bytes).isEqualTo(before);
            }
        }
    }

    @Property
    void whatIsWrittenIsRead(
            @ForAll @IntRange(min = 0, max = 0x7FFF) int pictureId, @ForAll @IntRange(min = 0, max = 255) int tl0) {
        for (String payload : List.of("90 f0 9234 56 a1 31", "90 f0 8000 00 00 30")) {
            RtpView packet = Packets.payload(payload);
            var before = new FrameInfo();
            var after = new FrameInfo();
            var inspector = FrameInspector.of("VP8");
            inspector.inspect(packet, before);
            Vp8Rewrite.apply(packet.buffer(), packet.payloadOffset(), packet.payloadLength(), pictureId, tl0);
            inspector.inspect(packet, after);

            assertThat(after.pictureId).isEqualTo(pictureId);
            assertThat(after.tl0PicIdx).isEqualTo(tl0);
            assertThat(after.keyFrame).isEqualTo(before.keyFrame);
            assertThat(after.temporalLayer).isEqualTo(before.temporalLayer);
            assertThat(after.layerSync).isEqualTo(before.layerSync);
        }
    }

    private static String rewritten(String payload, int pictureId, int tl0) {
        RtpView packet = Packets.payload(payload);
        assertThat(Vp8Rewrite.apply(packet.buffer(), packet.payloadOffset(), packet.payloadLength(), pictureId, tl0))
                .isTrue();
        return HexFormat.of().formatHex(packet.buffer(), packet.payloadOffset(), packet.length());
    }
}
