package dev.moim.media.send;

import dev.moim.media.CodecParameters;
import dev.moim.media.track.SourceTrack;

/// How packets of a source become packets of a slot, from one switch to the next. All offsets are added and cut to the
/// field's width.
///
/// @param track where the packets come from
/// @param sourceCodec the publisher's codec
/// @param codec the subscriber's codec
/// @param timestampOffset for the RTP timestamp
/// @param pictureOffset for VP8's picture id
/// @param tl0Offset for VP8's TL0PICIDX
/// @param frameNumberOffset for the dependency descriptor's frame number
/// @param isVp8 whether the payload has picture ids of VP8
/// @param unwrapsRed whether RED comes and OPUS goes
record Mapping(
        SourceTrack track,
        CodecParameters sourceCodec,
        CodecParameters codec,
        int timestampOffset,
        int pictureOffset,
        int tl0Offset,
        int frameNumberOffset,
        boolean isVp8,
        boolean unwrapsRed) {
    static Mapping of(
            SourceTrack track,
            CodecParameters sourceCodec,
            CodecParameters codec,
            int timestampOffset,
            PictureNumbers pictures) {
        return new Mapping(
                track,
                sourceCodec,
                codec,
                timestampOffset,
                pictures.pictureOffset(),
                pictures.tl0Offset(),
                pictures.frameNumberOffset(),
                codec.name().equals("VP8"),
                sourceCodec.name().equals("RED") && !codec.name().equals("RED"));
    }
}
