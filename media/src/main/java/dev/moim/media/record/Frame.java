package dev.moim.media.record;

import org.jspecify.annotations.Nullable;

/// A picture, or the sound of one packet, as it is written. Reused for the next one. One thread.
final class Frame {
    /// RTP timestamp.
    int timestamp;
    /// Whether decoding can begin here; always true for sound.
    boolean key;

    /// Of a key picture.
    int width;

    int height;
    /// Clockwise degrees.
    int rotation;

    /// What a player must know before this key picture (Matroska's CodecPrivate): the same array as long as it is the
    /// same; null for codecs without it.
    byte @Nullable [] setup;

    /// When its last packet came, of [System#nanoTime].
    long arrivalNanos;

    /// 0 for a picture.
    long durationNanos;

    byte[] bytes = new byte[0];
    int offset;
    int length;
}
