package dev.moim.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Aggregation headers Z Y WW N after "RTP Payload Format For AV1" section 4.4.
class Av1InspectorTest {
    private final FrameInspector inspector = FrameInspector.of("AV1");
    private final FrameInfo info = new FrameInfo();

    @Test
    void aNewSequenceIsAKeyFrame() {
        // W = 2, N: a sequence header of 11 bytes with its length before it.
        assertThat(inspector.inspect(Packets.payload("28 0b 08 00000004 3cfecc01a008 30"), info))
                .isTrue();

        assertThat(info.keyFrame).isTrue();
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.interPredicted).isFalse();
        assertThat(info.layerSync).isTrue();
    }

    @Test
    void aFrameWithoutASequenceHeader() {
        // W = 1: one frame OBU (type 6) without a length.
        assertThat(inspector.inspect(Packets.marked("10 30 00"), info)).isTrue();

        assertThat(info.keyFrame).isFalse();
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.endOfFrame).isTrue();
    }

    @Test
    void continuationsAndTileGroupsStartNothing() {
        for (String payload : List.of("90 aabb", "10 20 00", "00 01 20", "00 01 78")) {
            assertThat(inspector.inspect(Packets.payload(payload), info))
                    .as(payload)
                    .isTrue();
            assertThat(info.startOfFrame).as(payload).isFalse();
            assertThat(info.keyFrame).as(payload).isFalse();
        }
    }

    @Test
    void malformedPayloadsAreRefused() {
        // Empty, header only, Z with N, a length without an element, an endless length.
        for (String payload : List.of("", "10", "98 0a0b", "00 01", "20 80", "00 8080808080808080 8001 30")) {
            assertThat(inspector.inspect(Packets.payload(payload), info))
                    .as(payload)
                    .isFalse();
        }
    }
}
