package dev.moim.media.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// What the head of a file says of its track.
///
/// @param width of the first picture; 0 for sound
/// @param codecPrivate null for codecs without it
record TrackSetup(RecordedCodec codec, int width, int height, byte @Nullable [] codecPrivate) {
    /// What libopus at 48 kHz, in every browser, says before the first sample that counts. Sound comes out of the
    /// decoder so much later than it went into the encoder, whose timestamps are those of the capture: with this
    /// delay declared a player shows both in step.
    static final int OPUS_PRE_SKIP = 312;

    static final long OPUS_DELAY_NANOS = 6_500_000;

    /// What a decoder needs to come right in the middle of a stream (RFC 7845 section 4.2).
    static final long OPUS_PRE_ROLL_NANOS = 80_000_000;

    /// Every decoder makes two channels of any packet, and the packets of one stream may change between one and two.
    static final int OPUS_CHANNELS = 2;

    static final int OPUS_RATE = 48_000;

    static TrackSetup sound() {
        return new TrackSetup(RecordedCodec.OPUS, 0, 0, opusHead());
    }

    /// RFC 7845 section 5.1; numbers are little-endian.
    private static byte[] opusHead() {
        return ByteBuffer.allocate(19)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("OpusHead".getBytes(US_ASCII))
                .put((byte) 1)
                .put((byte) OPUS_CHANNELS)
                .putShort((short) OPUS_PRE_SKIP)
                .putInt(OPUS_RATE)
                .putShort((short) 0)
                .put((byte) 0)
                .array();
    }
}
