package dev.moim.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Broken payloads break pictures and nothing else. The property `moim.fuzz` sets how many are tried of each codec.
class DepacketizerFuzzTest {
    private static final int PAYLOADS = Integer.getInteger("moim.fuzz", 100_000);

    @ParameterizedTest
    @CsvSource({"VP8", "VP9", "AV1", "H264"})
    void mutatedPayloadsEndNothing(String codec) {
        var fixture = RtpFixture.of(codec);
        long seed = new Random().nextLong();
        var random = new Random(seed);
        Depacketizer depacketizer = Depacketizer.of(RecordedCodec.valueOf(codec));
        long[] frames = new long[2];
        int timestamp = 0;
        try {
            for (int i = 0; i < PAYLOADS; i++) {
                byte[] packet =
                        fixture.packets().get(random.nextInt(fixture.packets().size()));
                byte[] payload = mutate(Arrays.copyOfRange(packet, 12, packet.length), random);
                if (random.nextInt(20) == 0) {
                    timestamp += 3000;
                }
                if (random.nextInt(50) == 0) {
                    depacketizer.onLoss();
                }
                int offset = random.nextInt(4);
                byte[] shifted = new byte[offset + payload.length];
                System.arraycopy(payload, 0, shifted, offset, payload.length);
                boolean marker = random.nextInt(8) == 0;
                depacketizer.onPacket(shifted, offset, payload.length, timestamp, marker, frame -> {
                    frames[0]++;
                    frames[1] += frame.key ? 1 : 0;
                    assertThat(frame.length).isBetween(1, FrameBuffer.MAX_BYTES);
                    if (frame.key) {
                        assertThat(frame.width).isPositive();
                        assertThat(frame.height).isPositive();
                    }
                });
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(codec + " seed " + seed, e);
        }
        // The mutations are mild enough to come through to the code behind the first check.
        assertThat(frames[0]).isPositive();
        assertThat(frames[1]).isPositive();
    }

    private static byte[] mutate(byte[] payload, Random random) {
        byte[] result = payload;
        if (random.nextInt(4) == 0) {
            result = Arrays.copyOf(result, random.nextInt(result.length + 20));
        }
        int changes = random.nextInt(4);
        for (int i = 0; i < changes && result.length > 0; i++) {
            // Mostly in the headers.
            int at = random.nextInt(random.nextBoolean() ? Math.min(24, result.length) : result.length);
            result[at] = (byte) random.nextInt(256);
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({"VP8", "VP9", "AV1", "H264"})
    void aPictureWithoutEndIsGivenUp(String codec) {
        var fixture = RtpFixture.of(codec);
        Depacketizer depacketizer = Depacketizer.of(RecordedCodec.valueOf(codec));
        byte[][] payloads = fixture.packets().stream()
                .limit(3)
                .map(packet -> Arrays.copyOfRange(packet, 12, packet.length))
                .toArray(byte[][]::new);
        for (int i = 0; i < 40_000; i++) {
            byte[] payload = payloads[i == 0 ? 0 : 1 + i % 2];
            depacketizer.onPacket(payload, 0, payload.length, 1, false, frame -> {});
        }
        assertThat(depacketizer.picture.bytes()).hasSizeLessThanOrEqualTo(FrameBuffer.MAX_BYTES);
    }
}
