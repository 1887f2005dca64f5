package dev.moim.media.codec;

/// What a [FrameInspector] read from one packet. Reused for the next packet. One thread.
public final class FrameInfo {
    /// Whether the packet starts a picture that needs no earlier one; true for every audio packet.
    public boolean keyFrame;

    /// Whether the packet may be the first of a picture (of a layer's picture with VP9). Exact for VP8 and VP9; H.264
    /// and AV1 say it of parameter sets and of the first slice after them too, so compare timestamps there.
    public boolean startOfFrame;

    /// Whether the packet is the last of a picture (of a layer's picture with VP9).
    public boolean endOfFrame;

    /// 7 or 15 bits (VP8 and VP9), or -1 without one.
    public int pictureId = -1;

    /// Bits of the picture id in the packet: 7 or 15, or 0 without one.
    public int pictureIdBits;

    /// 8 bits (VP8 and VP9), or -1 without one.
    public int tl0PicIdx = -1;

    /// 0 is the base; 0 when the codec does not say.
    public int spatialLayer;

    /// 0 is the base; 0 when the codec does not say.
    public int temporalLayer;

    /// Whether a receiver of lower temporal layers may go up to this one from this picture on.
    public boolean layerSync;

    /// Whether the picture depends on an earlier picture (VP9's P bit); without that knowledge, the opposite of
    /// [#keyFrame].
    public boolean interPredicted;

    void reset() {
        keyFrame = false;
        startOfFrame = false;
        endOfFrame = false;
        pictureId = -1;
        pictureIdBits = 0;
        tl0PicIdx = -1;
        spatialLayer = 0;
        temporalLayer = 0;
        layerSync = false;
        interPredicted = false;
    }
}
