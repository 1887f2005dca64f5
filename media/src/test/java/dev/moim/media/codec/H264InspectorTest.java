package dev.moim.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Payloads after the figures of RFC 6184 section 5.
class H264InspectorTest {
    private final FrameInspector inspector = FrameInspector.of("H264");
    private final FrameInfo info = new FrameInfo();

    @Test
    void singleUnits() {
        // A parameter set, an IDR slice that begins at macroblock 0, its second slice, a plain slice.
        expect("67 42c015", true, true);
        expect("65 88", true, true);
        expect("65 40", false, false);
        expect("41 9a", false, true);
        expect("41 4a", false, false);
        expect("09 10", false, true);
        expect("06 05", false, false);
    }

    @Test
    void aggregatedParameterSetsStartAKeyFrame() {
        expect("78 0004 6742c015 0002 68ce", true, true);
        // Parameter sets of the picture alone say nothing of a key frame.
        expect("78 0002 68ce 0002 419a", false, true);
    }

    @Test
    void fragments() {
        // FU-A: start, middle and end of an IDR slice; start of a plain slice.
        expect("7c 85 88", true, true);
        expect("7c 05 88", false, false);
        expect("7c 45 88", false, false);
        expect("5c 81 9a", false, true);
    }

    @Test
    void theMarkerEndsAPicture() {
        assertThat(inspector.inspect(Packets.marked("7c4588"), info)).isTrue();
        assertThat(info.endOfFrame).isTrue();
    }

    @Test
    void malformedPayloadsAreRefused() {
        // Types 0, 25 to 31 except FU-A; a fragment that is first and last, or empty; broken aggregates.
        for (String payload : List.of(
                "",
                "60",
                "79 00",
                "7d 00",
                "7f",
                "7c",
                "7c85",
                "7cc588",
                "78",
                "78 00",
                "78 0000",
                "78 0003 6742",
                "78 0001 67 00")) {
            assertThat(inspector.inspect(Packets.payload(payload), info))
                    .as(payload)
                    .isFalse();
        }
    }

    private void expect(String payload, boolean keyFrame, boolean start) {
        assertThat(inspector.inspect(Packets.payload(payload), info))
                .as(payload)
                .isTrue();
        assertThat(info.keyFrame).as(payload).isEqualTo(keyFrame);
        assertThat(info.interPredicted).as(payload).isEqualTo(!keyFrame);
        assertThat(info.startOfFrame).as(payload).isEqualTo(start);
        assertThat(info.endOfFrame).as(payload).isFalse();
    }
}
