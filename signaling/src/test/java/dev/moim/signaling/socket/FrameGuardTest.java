package dev.moim.signaling.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What the guard says does not depend on how TCP cuts the bytes.
class FrameGuardTest {
    private static final int LIMIT = 100_000;

    private record Verdict(int closeCode, int passed) {}

    @Test
    void goodFramesPassWholeHoweverTheyAreCut() {
        var stream = new ByteArrayOutputStream();
        for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536, LIMIT}) {
            stream.writeBytes(RawClient.frame(0x81, new byte[length]));
        }
        stream.writeBytes(RawClient.frame(0x01, new byte[LIMIT - 10]));
        stream.writeBytes(RawClient.frame(0x89, new byte[125]));
        stream.writeBytes(RawClient.frame(0x80, new byte[10]));
        byte[] bytes = stream.toByteArray();
        var random = new Random(1);
        for (int round = 0; round < 200; round++) {
            assertThat(judge(bytes, random)).isEqualTo(new Verdict(0, bytes.length));
        }
    }

    @Test
    void theVerdictOnAnyBytesIsTheSameHoweverTheyAreCut() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            // Else nearly all end at the first octet.
            bytes[0] = (byte) 0x81;
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[1] |= (byte) 0x80;
            }
            var whole = new FrameGuard(LIMIT);
            whole.onBytes(bytes);
            assertThat(judge(bytes, random).closeCode()).as("seed " + seed).isEqualTo(whole.closeCode());
        }
    }

    @Test
    void whatStandsBeforeTheFaultPasses() {
        byte[] good = RawClient.frame(0x81, new byte[20]);
        byte[] bytes = Arrays.copyOf(good, good.length + 2);
        bytes[good.length] = (byte) 0xC1;
        var guard = new FrameGuard(LIMIT);
        assertThat(guard.onBytes(bytes)).isEqualTo(good.length);
        assertThat(guard.closeCode()).isEqualTo(1002);
    }

    @Test
    void aMessageMayFillTheLimitInFragmentsAndNotPassIt() {
        var guard = new FrameGuard(LIMIT);
        guard.onBytes(RawClient.frame(0x01, new byte[60_000]));
        guard.onBytes(RawClient.frame(0x80, new byte[40_000]));
        assertThat(guard.closeCode()).isZero();
        guard.onBytes(RawClient.frame(0x01, new byte[60_000]));
        guard.onBytes(RawClient.frame(0x00, new byte[40_001]));
        assertThat(guard.closeCode()).isEqualTo(1009);
    }

    @Test
    void whatIsHeldOfAMessageIsKnownUntilItIsComplete() {
        var guard = new FrameGuard(LIMIT);
        byte[] first = RawClient.frame(0x01, new byte[1_000]);
        guard.onBytes(Arrays.copyOf(first, 500));
        assertThat(guard.unfinished()).isBetween(490L, 510L);
        guard.onBytes(Arrays.copyOfRange(first, 500, first.length));
        guard.onBytes(RawClient.frame(0x89, new byte[100]));
        assertThat(guard.unfinished()).isBetween(1_000L, 1_010L);
        guard.onBytes(RawClient.frame(0x80, new byte[0]));
        assertThat(guard.unfinished()).isZero();
        assertThat(guard.completed()).isEqualTo(1);
        guard.onBytes(RawClient.frame(0x81, new byte[10]));
        assertThat(guard.unfinished()).isZero();
        assertThat(guard.completed()).isEqualTo(2);
    }

    private static Verdict judge(byte[] bytes, Random random) {
        var guard = new FrameGuard(LIMIT);
        int passed = 0;
        for (int at = 0; at < bytes.length && guard.closeCode() == 0; ) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : 50_000));
            passed += guard.onBytes(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return new Verdict(guard.closeCode(), passed);
    }
}
