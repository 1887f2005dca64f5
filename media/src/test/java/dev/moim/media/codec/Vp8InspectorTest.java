package dev.moim.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Descriptors after RFC 7741 section 4.2 and its examples in section 4.6.
class Vp8InspectorTest {
    private final FrameInspector inspector = FrameInspector.of("VP8");
    private final FrameInfo info = new FrameInfo();

    @Test
    void theShortDescriptorOfAKeyFrame() {
        // X=0 N=0 S=1 PID=0; P bit of the payload header 0.
        assertThat(inspector.inspect(Packets.marked("10 30 0000 9d012a"), info)).isTrue();

        assertThat(info.keyFrame).isTrue();
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.endOfFrame).isTrue();
        assertThat(info.interPredicted).isFalse();
        assertThat(info.pictureId).isEqualTo(-1);
        assertThat(info.pictureIdBits).isZero();
        assertThat(info.tl0PicIdx).isEqualTo(-1);
        assertThat(info.temporalLayer).isZero();
    }

    @Test
    void everyFieldOfTheLongDescriptor() {
        // X S; I L T K; M with picture id 0x1234; TL0PICIDX 0x56; TID 2, Y, KEYIDX 1; an inter frame.
        assertThat(inspector.inspect(Packets.payload("90 f0 9234 56 a1 31"), info))
                .isTrue();

        assertThat(info.pictureId).isEqualTo(0x1234);
        assertThat(info.pictureIdBits).isEqualTo(15);
        assertThat(info.tl0PicIdx).isEqualTo(0x56);
        assertThat(info.temporalLayer).isEqualTo(2);
        assertThat(info.layerSync).isTrue();
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.keyFrame).isFalse();
        assertThat(info.interPredicted).isTrue();
        assertThat(info.endOfFrame).isFalse();
    }

    @Test
    void theShortPictureId() {
        // RFC 7741 section 4.6.1: X S, I, 7-bit picture id 17.
        assertThat(inspector.inspect(Packets.payload("90 80 11 30"), info)).isTrue();

        assertThat(info.pictureId).isEqualTo(17);
        assertThat(info.pictureIdBits).isEqualTo(7);
        assertThat(info.keyFrame).isTrue();
    }

    @Test
    void aKeyIndexAloneIsNoLayer() {
        // K without T: the byte is there, TID and Y mean nothing.
        assertThat(inspector.inspect(Packets.payload("90 10 ff 31"), info)).isTrue();

        assertThat(info.temporalLayer).isZero();
        assertThat(info.layerSync).isFalse();
    }

    @Test
    void onlyTheFirstPacketOfPartitionZeroStartsAFrame() {
        // A later packet of partition 0, and the start of partition 1: neither has a payload header.
        for (String payload : List.of("00 30", "11 30")) {
            assertThat(inspector.inspect(Packets.payload(payload), info)).isTrue();
            assertThat(info.startOfFrame).isFalse();
            assertThat(info.keyFrame).isFalse();
        }
    }

    @Test
    void whatEndsInsideTheDescriptorIsRefused() {
        for (String payload :
                List.of("", "90", "90 80", "90 80 92", "90 c0 1234", "90 e0 11 22", "90 e0 11 22 00", "10")) {
            assertThat(inspector.inspect(Packets.payload(payload), info))
                    .as(payload)
                    .isFalse();
        }
    }

    @Test
    void numbersOfThePacketBeforeAreForgotten() {
        inspector.inspect(Packets.payload("90 f0 9234 56 a1 31"), info);
        inspector.inspect(Packets.payload("10 31"), info);

        assertThat(info.pictureId).isEqualTo(-1);
        assertThat(info.tl0PicIdx).isEqualTo(-1);
        assertThat(info.temporalLayer).isZero();
        assertThat(info.layerSync).isFalse();
    }
}
