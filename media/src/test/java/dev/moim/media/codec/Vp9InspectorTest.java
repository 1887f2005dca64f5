package dev.moim.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Descriptors after the figures of RFC 9628 section 4.2.
class Vp9InspectorTest {
    private final FrameInspector inspector = FrameInspector.of("VP9");
    private final FrameInfo info = new FrameInfo();

    @Test
    void theBaseLayerOfAKeyPicture() {
        // I L B V: 15-bit picture id 0x0123, T0 S0, TL0PICIDX 9; a scalability structure behind it.
        assertThat(inspector.inspect(Packets.payload("aa 8123 00 09 18 02800168 00"), info))
                .isTrue();

        assertThat(info.keyFrame).isTrue();
        assertThat(info.interPredicted).isFalse();
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.endOfFrame).isFalse();
        assertThat(info.pictureId).isEqualTo(0x123);
        assertThat(info.pictureIdBits).isEqualTo(15);
        assertThat(info.tl0PicIdx).isEqualTo(9);
        assertThat(info.layerSync).isTrue();
    }

    @Test
    void anUpperSpatialLayerOfAKeyPictureIsNoKeyFrame() {
        // I L B, T0 S1 with D: decodable only with the layer below.
        assertThat(inspector.inspect(Packets.payload("a8 11 03 09 00"), info)).isTrue();

        assertThat(info.spatialLayer).isEqualTo(1);
        assertThat(info.interPredicted).isFalse();
        assertThat(info.keyFrame).isFalse();
        assertThat(info.pictureId).isEqualTo(0x11);
        assertThat(info.pictureIdBits).isEqualTo(7);
    }

    @Test
    void temporalLayersSaySwitchingPoints() {
        // I P L E: T2 U S2 D.
        assertThat(inspector.inspect(Packets.payload("e4 11 55 09 00"), info)).isTrue();

        assertThat(info.temporalLayer).isEqualTo(2);
        assertThat(info.spatialLayer).isEqualTo(2);
        assertThat(info.layerSync).isTrue();
        assertThat(info.interPredicted).isTrue();
        assertThat(info.keyFrame).isFalse();
        assertThat(info.startOfFrame).isFalse();
        assertThat(info.endOfFrame).isTrue();
    }

    @Test
    void flexibleModeHasNoTl0() {
        // I P L F B: T1 S0, one reference.
        assertThat(inspector.inspect(Packets.payload("f8 11 20 02 00"), info)).isTrue();

        assertThat(info.tl0PicIdx).isEqualTo(-1);
        assertThat(info.temporalLayer).isEqualTo(1);
    }

    @Test
    void withoutLayersAndPictureId() {
        assertThat(inspector.inspect(Packets.payload("0c 82"), info)).isTrue();

        assertThat(info.keyFrame).isTrue();
        assertThat(info.pictureId).isEqualTo(-1);
        assertThat(info.spatialLayer).isZero();
    }

    @Test
    void whatEndsInsideTheDescriptorIsRefused() {
        for (String payload :
                List.of("", "08", "88", "88 11", "88 81", "88 8111", "a8 11", "a8 11 00", "a8 11 00 09")) {
            assertThat(inspector.inspect(Packets.payload(payload), info))
                    .as(payload)
                    .isFalse();
        }
    }
}
