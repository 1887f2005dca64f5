package dev.moim.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.rtp.RtpView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What encoders really send. Pictures are told apart by their timestamps, which no inspector reads.
class RealPacketsTest {
    /// In the packets of Chromium the id of color-space, which it sends with key frames only.
    private static final int COLOR_SPACE = 8;

    private final FrameInfo info = new FrameInfo();

    @ParameterizedTest
    @CsvSource({
        "VP8,chromium-vp8",
        "VP9,chromium-vp9",
        "H264,chromium-h264",
        "AV1,chromium-av1",
        "VP8,ffmpeg-vp8",
        "VP9,ffmpeg-vp9",
        "H264,ffmpeg-h264"
    })
    void picturesStartAndEndWhereTimestampsChange(String codec, String file) {
        var inspector = FrameInspector.of(codec);
        List<RtpView> packets = Packets.of(file + ".hex");
        for (int i = 0; i < packets.size(); i++) {
            RtpView packet = packets.get(i);
            assertThat(inspector.inspect(packet, info)).isTrue();
            boolean first = i == 0 || packets.get(i - 1).timestamp() != packet.timestamp();
            // H.264 says it of parameter sets and slices, VP9 of every spatial layer.
            boolean mayStartAgain = codec.equals("H264") || file.equals("chromium-vp9");
            if (first || !mayStartAgain) {
                assertThat(info.startOfFrame)
                        .as("packet %d starts a picture", i)
                        .isEqualTo(first);
            }
            if (packet.marker() || !file.equals("chromium-vp9")) {
                assertThat(info.endOfFrame).as("packet %d ends a picture", i).isEqualTo(packet.marker());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"VP8,chromium-vp8", "VP9,chromium-vp9", "H264,chromium-h264", "AV1,chromium-av1"})
    void keyFramesOfChromium(String codec, String file) {
        var expected = new LinkedHashSet<Integer>();
        List<RtpView> packets = Packets.of(file + ".hex");
        for (RtpView packet : packets) {
            if (packet.extensionDataOffset(COLOR_SPACE) >= 0) {
                expected.add(packet.timestamp());
            }
        }
        // The extension is in a picture's last packet, which the fixture may not reach any more.
        int last = packets.getLast().timestamp();
        Set<Integer> read = keyPictures(codec, file);
        if (read.contains(last)) {
            expected.add(last);
        }

        assertThat(read).isNotEmpty().isEqualTo(expected);
    }

    /// The encoder was told to make every fifth picture a key frame.
    @ParameterizedTest
    @CsvSource({"VP8,ffmpeg-vp8", "H264,ffmpeg-h264"})
    void everyFifthPictureOfFfmpeg(String codec, String file) {
        List<Integer> pictures = Packets.of(file + ".hex").stream()
                .map(RtpView::timestamp)
                .distinct()
                .toList();

        assertThat(keyPictures(codec, file)).containsExactly(pictures.get(0), pictures.get(5), pictures.get(10));
    }

    @Test
    void ffmpegCountsItsVp8Pictures() {
        int expected = -1;
        int timestamp = 0;
        for (RtpView packet : Packets.of("ffmpeg-vp8.hex")) {
            assertThat(FrameInspector.of("VP8").inspect(packet, info)).isTrue();
            expected += expected < 0 || packet.timestamp() != timestamp ? 1 : 0;
            timestamp = packet.timestamp();
            assertThat(info.pictureId).isEqualTo(expected);
        }
        assertThat(expected).isEqualTo(11);
    }

    /// L1T3, without the dependency descriptor: layers come as 0 2 1 2, the base counts in TL0PICIDX.
    @Test
    void chromiumCountsItsVp8PicturesAndLayers() {
        int pictureId = -1;
        int tl0 = -1;
        var layers = new ArrayList<Integer>();
        for (RtpView packet : Packets.of("chromium-vp8-picture-ids.hex")) {
            assertThat(FrameInspector.of("VP8").inspect(packet, info)).isTrue();
            assertThat(info.pictureIdBits).isEqualTo(15);
            boolean first = layers.isEmpty();
            if (info.startOfFrame) {
                layers.add(info.temporalLayer);
            }
            if (!first) {
                assertThat(info.pictureId).isEqualTo((pictureId + (info.startOfFrame ? 1 : 0)) & 0x7FFF);
                boolean base = info.startOfFrame && info.temporalLayer == 0;
                assertThat(info.tl0PicIdx).isEqualTo((tl0 + (base ? 1 : 0)) & 0xFF);
            }
            pictureId = info.pictureId;
            tl0 = info.tl0PicIdx;
        }
        assertThat(layers.subList(0, 9)).containsExactly(0, 2, 1, 2, 0, 2, 1, 2, 0);
    }

    /// Where the dependency descriptor was agreed, Chromium says pictures and layers there and not in the payload.
    @Test
    void chromiumLeavesVp8NumbersToTheDependencyDescriptor() {
        for (RtpView packet : Packets.of("chromium-vp8.hex")) {
            assertThat(FrameInspector.of("VP8").inspect(packet, info)).isTrue();
            assertThat(info.pictureId).isEqualTo(-1);
            assertThat(info.tl0PicIdx).isEqualTo(-1);
            assertThat(info.temporalLayer).isZero();
        }
    }

    /// Three spatial and three temporal layers, key frames in all of them at once.
    @Test
    void layersOfChromiumsVp9() {
        var layers = new HashSet<String>();
        int pictureId = -1;
        int timestamp = 0;
        for (RtpView packet : Packets.of("chromium-vp9.hex")) {
            assertThat(FrameInspector.of("VP9").inspect(packet, info)).isTrue();
            layers.add("S" + info.spatialLayer + "T" + info.temporalLayer);
            if (pictureId >= 0) {
                int step = packet.timestamp() == timestamp ? 0 : 1;
                assertThat(info.pictureId).isEqualTo((pictureId + step) & 0x7FFF);
            }
            pictureId = info.pictureId;
            timestamp = packet.timestamp();
        }
        assertThat(layers).hasSize(9);
    }

    /// Every packet after the first repeats the one before as its redundant block.
    @Test
    void chromiumsRedundantAudioHoldsThePacketBefore() {
        byte[] before = new byte[0];
        for (RtpView packet : Packets.of("chromium-red.hex")) {
            int primary = RedPayload.primaryOffset(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
            int end = packet.payloadOffset() + packet.payloadLength();
            assertThat(primary).isPositive();
            assertThat(RedPayload.primaryPayloadType(packet.buffer(), packet.payloadOffset(), packet.payloadLength()))
                    .isEqualTo(111);
            byte[] redundant = java.util.Arrays.copyOfRange(packet.buffer(), primary - before.length, primary);
            assertThat(redundant).isEqualTo(before);
            before = java.util.Arrays.copyOfRange(packet.buffer(), primary, end);
        }
    }

    @Test
    void opusOfFfmpeg() {
        for (RtpView packet : Packets.of("ffmpeg-opus.hex")) {
            assertThat(FrameInspector.of("OPUS").inspect(packet, info)).isTrue();
            assertThat(info.keyFrame).isTrue();
        }
    }

    private Set<Integer> keyPictures(String codec, String file) {
        var inspector = FrameInspector.of(codec);
        var pictures = new LinkedHashSet<Integer>();
        for (RtpView packet : Packets.of(file + ".hex")) {
            inspector.inspect(packet, info);
            if (info.keyFrame) {
                pictures.add(packet.timestamp());
            }
        }
        return pictures;
    }
}
