package dev.moim.media.record;

/// Makes pictures of a stream's packets, which come in order. One thread.
abstract sealed class Depacketizer permits Vp8Depacketizer, Vp9Depacketizer, Av1Depacketizer, H264Depacketizer {
    final FrameBuffer picture = new FrameBuffer();
    final Frame frame = new Frame();
    private boolean open;
    private int timestamp;

    /// Takes whole pictures.
    @FunctionalInterface
    interface Output {
        /// The frame is valid during the call only.
        void onFrame(Frame frame);
    }

    static Depacketizer of(RecordedCodec codec) {
        return switch (codec) {
            case VP8 -> new Vp8Depacketizer();
            case VP9 -> new Vp9Depacketizer();
            case AV1 -> new Av1Depacketizer();
            case H264 -> new H264Depacketizer();
            case OPUS -> throw new IllegalArgumentException("sound has no pictures");
        };
    }

    /// @return false when a picture is broken by it: the payload is malformed, too much, or its beginning is not here
    final boolean onPacket(byte[] bytes, int offset, int length, int rtpTimestamp, boolean marker, Output output) {
        boolean whole = true;
        // A new timestamp is a new picture (RFC 3550 section 5.1), whether or not the sender marked the last packet.
        if (open && rtpTimestamp != timestamp) {
            whole = finish(output);
        }
        if (!open) {
            open = true;
            timestamp = rtpTimestamp;
            picture.clear();
            begin();
        }
        if (!append(bytes, offset, length)) {
            open = false;
            return false;
        }
        return marker ? finish(output) && whole : whole;
    }

    /// Packets are missing here: the picture that was begun cannot be finished.
    final void onLoss() {
        open = false;
    }

    private boolean finish(Output output) {
        open = false;
        frame.timestamp = timestamp;
        frame.key = false;
        frame.setup = null;
        if (!complete(frame)) {
            return false;
        }
        frame.bytes = picture.bytes();
        frame.offset = 0;
        frame.length = picture.length();
        output.onFrame(frame);
        return true;
    }

    /// A picture begins.
    abstract void begin();

    /// @return false when the picture is broken
    abstract boolean append(byte[] bytes, int offset, int length);

    /// All packets are here: sets whether it is a key picture, and then its size and setup.
    ///
    /// @return false when the picture is broken
    abstract boolean complete(Frame out);
}
