package dev.moim.signaling.loadtest;

import dev.moim.media.track.CompoundWriter;
import dev.moim.media.transport.PeerTransport;
import java.util.random.RandomGenerator;

/// A microphone and a camera without a codec: Opus of 80 bytes 50 times a second, VP8 of 30 frames a second in bursts
/// of 5 packets of 1000 bytes (1.2 Mbit/s), a key frame first and whenever one is asked for. One thread.
final class Publication {
    private static final long AUDIO_INTERVAL_NANOS = 20_000_000;
    private static final long VIDEO_INTERVAL_NANOS = 33_333_333;
    private static final int AUDIO_BYTES = 80;
    private static final int VIDEO_BYTES = 1_000;
    private static final int PACKETS_PER_FRAME = 5;
    private static final int AUDIO_TICKS = Offer.OPUS_CLOCK_RATE / 50;
    private static final int VIDEO_TICKS = Offer.VP8_CLOCK_RATE / 30;

    /// As a browser, however many ask.
    private static final long KEY_FRAME_PAUSE_NANOS = 200_000_000;

    /// Speech, 30 dB below overload (RFC 6464).
    private static final int SPEECH = 0x80 | 30;

    /// Opus, 20 ms, CELT, and where the stamp is: behind the byte that says so.
    private static final byte OPUS_TOC = (byte) 0xF8;

    static final int OPUS_STAMP_OFFSET = 1;

    private final OutgoingStream microphone;
    private final OutgoingStream camera;
    private final byte[] audio = new byte[AUDIO_BYTES];
    private final byte[] video = new byte[VIDEO_BYTES];
    private int audioTimestamp;
    private int videoTimestamp;
    private int picture;
    private boolean keyFrameWanted = true;
    private long keyFrameNanos;
    private long audioNanos;
    private long videoNanos;

    /// @param nowNanos the first packets leave at a random moment of their interval, so that publishers do not all
    ///     send at once
    Publication(PeerTransport transport, RandomGenerator random, long nowNanos) {
        var sequence = new TransportSequence();
        microphone = new OutgoingStream(
                Offer.MICROPHONE_MID,
                Offer.OPUS,
                random.nextInt(),
                -1,
                0,
                random.nextInt(1 << 16),
                transport,
                sequence);
        camera = new OutgoingStream(
                Offer.CAMERA_MID,
                Offer.VP8,
                random.nextInt(),
                Offer.VP8_RTX,
                random.nextInt(),
                random.nextInt(1 << 16),
                transport,
                sequence);
        audio[0] = OPUS_TOC;
        audioTimestamp = random.nextInt();
        videoTimestamp = random.nextInt();
        picture = random.nextInt(1 << 15);
        audioNanos = nowNanos + random.nextLong(AUDIO_INTERVAL_NANOS);
        videoNanos = nowNanos + random.nextLong(VIDEO_INTERVAL_NANOS);
        keyFrameNanos = nowNanos - KEY_FRAME_PAUSE_NANOS;
    }

    long nextPollNanos() {
        return audioNanos - videoNanos < 0 ? audioNanos : videoNanos;
    }

    /// Media packets sent so far, without retransmissions.
    long packets() {
        return microphone.packets() + camera.packets();
    }

    void poll(long nowNanos) {
        while (audioNanos - nowNanos <= 0) {
            audioNanos += AUDIO_INTERVAL_NANOS;
            audioTimestamp += AUDIO_TICKS;
            microphone.send(false, audioTimestamp, SPEECH, audio, AUDIO_BYTES, OPUS_STAMP_OFFSET, System.nanoTime());
        }
        while (videoNanos - nowNanos <= 0) {
            videoNanos += VIDEO_INTERVAL_NANOS;
            videoTimestamp += VIDEO_TICKS;
            sendFrame(nowNanos);
        }
    }

    private void sendFrame(long nowNanos) {
        boolean keyFrame = keyFrameWanted && nowNanos - keyFrameNanos >= KEY_FRAME_PAUSE_NANOS;
        if (keyFrame) {
            keyFrameWanted = false;
            keyFrameNanos = nowNanos;
        }
        picture++;
        for (int i = 0; i < PACKETS_PER_FRAME; i++) {
            Vp8Payload.write(video, i == 0, keyFrame, picture, picture);
            camera.send(
                    i == PACKETS_PER_FRAME - 1,
                    videoTimestamp,
                    -1,
                    video,
                    VIDEO_BYTES,
                    Vp8Payload.STAMP_OFFSET,
                    System.nanoTime());
        }
    }

    void onKeyFrameRequest(int mediaSsrc) {
        if (mediaSsrc == camera.ssrc()) {
            keyFrameWanted = true;
        }
    }

    void onNack(int mediaSsrc, int[] lost) {
        if (mediaSsrc == camera.ssrc()) {
            camera.onNack(lost);
        } else if (mediaSsrc == microphone.ssrc()) {
            microphone.onNack(lost);
        }
    }

    /// @param wallMillis since 1970
    void report(CompoundWriter out, long wallMillis) {
        microphone.report(out, wallMillis);
        camera.report(out, wallMillis);
    }
}
