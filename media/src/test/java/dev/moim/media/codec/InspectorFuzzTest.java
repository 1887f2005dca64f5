package dev.moim.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.rtp.RtpView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mutations of real packets: nothing escapes, and what is read has its documented range. Payloads end with their
/// array, so that a read behind one would throw.
class InspectorFuzzTest {
    private static final long SEED = 20261123;
    private static final int INPUTS = 1_000_000;

    @ParameterizedTest
    @CsvSource({
        "VP8,chromium-vp8",
        "VP8,ffmpeg-vp8",
        "VP9,chromium-vp9",
        "H264,chromium-h264",
        "H264,ffmpeg-h264",
        "AV1,chromium-av1",
        "RED,chromium-red",
        "OPUS,ffmpeg-opus"
    })
    void anyPayloadIsReadSafely(String codec, String file) {
        var inspector = FrameInspector.of(codec);
        var random = new SplittableRandom(SEED);
        List<byte[]> seeds = new ArrayList<>();
        Packets.hex(file + ".hex").forEach(hex -> seeds.add(HexFormat.of().parseHex(hex)));
        var view = new RtpView();
        var info = new FrameInfo();
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] packet = mutate(seeds.get(random.nextInt(seeds.size())), random, view);
            try {
                if (view.wrap(packet, 0, packet.length) && view.stripPadding()) {
                    read += inspect(inspector, view, info, random) ? 1 : 0;
                }
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "seed " + SEED + ", input " + i + ": " + HexFormat.of().formatHex(packet), e);
            }
        }
        assertThat(read).isBetween(INPUTS / 4, INPUTS - 1);
    }

    private static boolean inspect(FrameInspector inspector, RtpView view, FrameInfo info, SplittableRandom random) {
        boolean readable = inspector.inspect(view, info);
        byte[] buffer = view.buffer();
        int start = view.payloadOffset();
        int count = view.payloadLength();
        int end = start + count;
        if (info.temporalLayer < 0
                || info.temporalLayer > 7
                || info.spatialLayer < 0
                || info.spatialLayer > 7
                || info.pictureId >= 1 << info.pictureIdBits
                || info.tl0PicIdx > 255) {
            throw new IllegalStateException("out of range");
        }
        int primary = RedPayload.primaryOffset(buffer, start, count);
        int payloadType = RedPayload.primaryPayloadType(buffer, start, count);
        if (primary >= end || primary == 0 || payloadType > 127 || (primary < 0) != (payloadType < 0)) {
            throw new IllegalStateException("a primary block outside");
        }
        byte behind = end < buffer.length ? buffer[end] : 0;
        Vp8Rewrite.apply(buffer, start, count, random.nextInt(), random.nextInt());
        if (end < buffer.length && buffer[end] != behind) {
            throw new IllegalStateException("written behind the payload");
        }
        return readable;
    }

    /// Changes and cuts the payload; descriptors are in its first bytes.
    private static byte[] mutate(byte[] seed, SplittableRandom random, RtpView view) {
        byte[] packet = seed.clone();
        if (!view.wrap(packet, 0, packet.length)) {
            throw new IllegalStateException("a fixture is RTP");
        }
        int start = view.payloadOffset();
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = start + random.nextInt(Math.min(12, packet.length - start));
            packet[at] = (byte) (random.nextBoolean() ? random.nextInt() : packet[at] ^ (1 << random.nextInt(8)));
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(packet, start + random.nextInt(packet.length - start)) : packet;
    }
}
