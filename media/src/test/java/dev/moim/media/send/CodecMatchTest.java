package dev.moim.media.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.CodecParameters;
import dev.moim.media.MediaKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecMatchTest {
    private static CodecParameters video(String name, int payloadType, String fmtp) {
        return new CodecParameters(MediaKind.VIDEO, name, payloadType, -1, 90_000, fmtp, true);
    }

    private static CodecParameters audio(String name, int payloadType, String fmtp) {
        return new CodecParameters(MediaKind.AUDIO, name, payloadType, -1, 48_000, fmtp, true);
    }

    @Test
    void h264MatchesByProfileAndPacketizationNotByLevel() {
        var high = video("H264", 1, "profile-level-id=64001f;packetization-mode=1");
        var baseline = video("H264", 2, "level-asymmetry-allowed=1; packetization-mode=1; profile-level-id=42e01f");
        var single = video("H264", 3, "profile-level-id=42e01f");
        var offered = List.of(single, high, baseline);
        assertThat(CodecMatch.find(video("H264", 9, "packetization-mode=1;profile-level-id=42C00D"), offered))
                .isEqualTo(baseline);
        assertThat(CodecMatch.find(video("H264", 9, "packetization-mode=1;profile-level-id=640028"), offered))
                .isEqualTo(high);
        assertThat(CodecMatch.find(video("H264", 9, "packetization-mode=1;profile-level-id=4d001f"), offered))
                .isNull();
    }

    @Test
    void vp9MatchesByProfile() {
        var offered = List.of(video("VP9", 1, "profile-id=2"), video("VP9", 2, "profile-id=0"));
        assertThat(CodecMatch.find(video("VP9", 9, ""), offered)).isEqualTo(offered.get(1));
        assertThat(CodecMatch.find(video("VP9", 9, "profile-id=1"), offered)).isNull();
    }

    @Test
    void redStaysRedOnlyWhereItsBlocksMeanTheSame() {
        var opus = audio("OPUS", 109, "");
        var red = audio("RED", 63, "111/111");
        assertThat(CodecMatch.find(red, List.of(opus, audio("RED", 64, "111/111"))))
                .extracting(CodecParameters::payloadType)
                .isEqualTo(64);
        assertThat(CodecMatch.find(red, List.of(opus, audio("RED", 64, "109/109"))))
                .isEqualTo(opus);
        assertThat(CodecMatch.find(red, List.of(audio("PCMU", 0, "")))).isNull();
    }
}
