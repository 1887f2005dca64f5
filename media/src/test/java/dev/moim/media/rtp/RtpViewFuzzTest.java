package dev.moim.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever the bytes are: no exception, and nothing outside the packet is shown. Each packet ends its array, so that a
/// read behind it would throw.
class RtpViewFuzzTest {
    private static final long SEED = 20261121;
    private static final int INPUTS = 1_000_000;
    private static final byte[][] SEEDS = {
        HexFormat.of().parseHex("806012340001020300000001aabbcc"),
        HexFormat.of().parseHex("b26012340001020300000001111111112222222210000003010002" + "01bb006404010203040a0b02"),
        HexFormat.of().parseHex("b0e012340001020300000001bede000310aa21bbcc0000320102030007070704"),
    };

    private final RtpView view = new RtpView();
    private int accepted;

    @Test
    void anyBytesAreReadSafely() {
        var random = new Random(SEED);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = SEEDS[random.nextInt(SEEDS.length)].clone();
            int changes = random.nextInt(6);
            for (int c = 0; c < changes; c++) {
                input[random.nextInt(input.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(input.length + 1) : input.length;
            int offset = random.nextInt(3);
            byte[] packet = new byte[offset + length];
            System.arraycopy(input, 0, packet, offset, length);
            try {
                read(packet, offset, length);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", input " + i + ": " + Arrays.toString(packet), e);
            }
        }
        assertThat(accepted).isGreaterThan(INPUTS / 10);
    }

    private void read(byte[] packet, int offset, int length) {
        if (!view.wrap(packet, offset, length)) {
            return;
        }
        accepted++;
        int end = offset + length;
        check(view.payloadOffset(), view.payloadLength(), end);
        if (view.stripPadding()) {
            check(view.payloadOffset(), view.payloadLength(), end);
        }
        view.marker();
        view.payloadType();
        view.sequenceNumber();
        view.timestamp();
        view.ssrc();
        for (int id = 1; id <= 16; id++) {
            int data = view.extensionDataOffset(id);
            int count = view.extensionDataLength(id);
            if (data >= 0) {
                check(data, count, view.payloadOffset());
            } else if (count != -1) {
                throw new IllegalStateException("a length without an offset");
            }
        }
    }

    private static void check(int from, int count, int end) {
        if (from < RtpView.FIXED_HEADER_BYTES || count < 0 || from + count > end) {
            throw new IllegalStateException(from + " + " + count + " is not inside the packet");
        }
    }
}
