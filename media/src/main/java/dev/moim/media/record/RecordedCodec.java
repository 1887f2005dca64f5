package dev.moim.media.record;

import dev.moim.media.MediaKind;
import org.jspecify.annotations.Nullable;

/// What a file carries. Sound with redundancy is kept without it.
enum RecordedCodec {
    OPUS(0, MediaKind.AUDIO, "A_OPUS"),
    VP8(1, MediaKind.VIDEO, "V_VP8"),
    VP9(2, MediaKind.VIDEO, "V_VP9"),
    AV1(3, MediaKind.VIDEO, "V_AV1"),
    /// WebM does not know it: its files are Matroska proper.
    H264(4, MediaKind.VIDEO, "V_MPEG4/ISO/AVC");

    private static final RecordedCodec[] BY_CODE = {OPUS, VP8, VP9, AV1, H264};

    private final byte code;
    private final MediaKind media;
    private final String matroskaId;

    RecordedCodec(int code, MediaKind media, String matroskaId) {
        this.code = (byte) code;
        this.media = media;
        this.matroskaId = matroskaId;
    }

    /// @param name as in [dev.moim.media.CodecParameters#name]
    static @Nullable RecordedCodec of(String name) {
        return switch (name) {
            case "OPUS", "RED" -> OPUS;
            case "VP8" -> VP8;
            case "VP9" -> VP9;
            case "AV1" -> AV1;
            case "H264" -> H264;
            default -> null;
        };
    }

    /// @param code what [#code] said
    static RecordedCodec of(byte code) {
        return BY_CODE[code];
    }

    /// How a [QueuedItem] names it.
    byte code() {
        return code;
    }

    boolean isAudio() {
        return media == MediaKind.AUDIO;
    }

    boolean isWebm() {
        return this != H264;
    }

    String matroskaId() {
        return matroskaId;
    }
}
