package dev.moim.media.record;

/// How long an Opus packet plays (RFC 6716 section 3.1).
final class OpusPacket {
    /// RFC 6716 section 3.2.5: no packet is longer.
    private static final long MAX_NANOS = 120_000_000;

    private static final long[] SILK_NANOS = {10_000_000, 20_000_000, 40_000_000, 60_000_000};

    private OpusPacket() {}

    /// @return 0 when the packet is malformed
    static long durationNanos(byte[] bytes, int offset, int length) {
        if (length < 1) {
            return 0;
        }
        int head = bytes[offset] & 0xFF;
        int frames =
                switch (head & 0x03) {
                    case 0 -> 1;
                    case 1, 2 -> 2;
                    default -> length < 2 ? 0 : bytes[offset + 1] & 0x3F;
                };
        long nanos = frames * frameNanos(head >> 3);
        return nanos > MAX_NANOS ? 0 : nanos;
    }

    private static long frameNanos(int configuration) {
        if (configuration < 12) {
            return SILK_NANOS[configuration & 0x03];
        }
        if (configuration < 16) {
            return (configuration & 0x01) == 0 ? 10_000_000 : 20_000_000;
        }
        return 2_500_000L << (configuration & 0x03);
    }
}
