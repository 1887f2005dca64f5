package dev.moim.stunturn.ice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.stun.RawStun;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A million datagrams that are almost checks. None is authentic, so none may be answered or leave anything behind.
class IceLiteFuzzTest {
    private static final long SEED = 20_260_101;
    private static final int DATAGRAMS = 1_000_000;

    private final Random random = new Random(SEED);
    private final IceLite gateway = new IceLite(IceSettings.DEFAULT, () -> 3478);
    private final RecordedPaths told = new RecordedPaths();
    private final List<byte[]> checks = new ArrayList<>();
    private int answers;

    @Test
    void mutatedChecksAreNeverAnsweredAndLeaveNothing() {
        for (int i = 0; i < 10; i++) {
            addChecks(gateway.open(told, 0).credentials());
        }
        put(checks.getFirst());
        assertThat(answers).as("the unchanged check is good").isEqualTo(1);
        int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
        long bytesBefore = usedBytes();

        for (int i = 0; i < DATAGRAMS; i++) {
            byte[] check = checks.get(random.nextInt(checks.size()));
            byte[] mutated = mutate(check);
            try {
                put(mutated);
            } catch (RuntimeException escaped) {
                throw new AssertionError("seed " + SEED + ", datagram " + i + ": " + Arrays.toString(mutated), escaped);
            }
            assertThat(answers).as("seed %d, datagram %d", SEED, i).isEqualTo(1);
        }

        assertThat(told.paths).hasSize(1);
        assertThat(gateway.logins()).isEqualTo(10);
        assertThat(gateway.counters().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(DATAGRAMS + 1);
        assertThat(gateway.counters()).as("every way to fail is reached").allSatisfy((name, count) -> {
            if (List.of("malformed", "not_a_check", "unknown_user", "bad_integrity")
                    .contains(name)) {
                assertThat(count).as(name).isGreaterThan(1000);
            }
        });
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThanOrEqualTo(threadsBefore + 2);
        assertThat(usedBytes() - bytesBefore).as("kept bytes").isLessThan(2_000_000);
    }

    private void addChecks(IceCredentials credentials) {
        checks.add(Gateway.checkOf(credentials)
                .integrity(credentials.password())
                .fingerprint()
                .bytes());
        checks.add(Gateway.checkOf(credentials)
                .attribute(RawStun.USE_CANDIDATE)
                .attribute(0xC057, new byte[7])
                .integrity(credentials.password())
                .bytes());
    }

    private void put(byte[] datagram) {
        gateway.onDatagram(
                datagram,
                0,
                datagram.length,
                new InetSocketAddress("198.51.100.7", 1024 + random.nextInt(60_000)),
                (buffer, offset, length) -> answers++,
                0);
    }

    /// Every mutation touches what the integrity protects or takes it away, so the result is never authentic.
    private byte[] mutate(byte[] check) {
        byte[] bytes = check.clone();
        int integrity = integrityOffset(bytes);
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> flip(bytes, 1 + random.nextInt(4), integrity + 24);
            case 2 -> write16(bytes, 2, random.nextInt(65_536), integrity);
            case 3 -> write16(bytes, attribute(bytes) + 2, random.nextInt(300), integrity);
            case 4 -> write16(bytes, attribute(bytes), random.nextInt(65_536), integrity);
            case 5 -> repeat(bytes, integrity);
            case 6 -> garbage(random.nextInt(200));
            default -> header(garbage(20 + 4 * random.nextInt(40)));
        };
    }

    private byte[] flip(byte[] bytes, int count, int end) {
        int first = random.nextInt(end * 8);
        bytes[first / 8] ^= (byte) (1 << first % 8);
        for (int i = 1; i < count; i++) {
            int bit = random.nextInt(end * 8);
            if (bit != first) {
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
        return bytes;
    }

    /// A value that happens to be the old one is changed, too.
    private static byte[] write16(byte[] bytes, int offset, int value, int end) {
        if (offset + 2 > end || ((byte) (value >> 8) == bytes[offset] && (byte) value == bytes[offset + 1])) {
            bytes[4] ^= 1;
        } else {
            bytes[offset] = (byte) (value >> 8);
            bytes[offset + 1] = (byte) value;
        }
        return bytes;
    }

    /// Puts one attribute in a second time before the integrity, and keeps the old HMAC.
    private byte[] repeat(byte[] bytes, int integrity) {
        int from = attribute(bytes);
        int end = Math.min(next(bytes, from), bytes.length);
        byte[] more = new byte[bytes.length + end - from];
        System.arraycopy(bytes, 0, more, 0, integrity);
        System.arraycopy(bytes, from, more, integrity, end - from);
        System.arraycopy(bytes, integrity, more, integrity + end - from, bytes.length - integrity);
        return write16(more, 2, more.length - 20, more.length);
    }

    private byte[] garbage(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /// A good header before garbage.
    private byte[] header(byte[] bytes) {
        System.arraycopy(checks.getFirst(), 0, bytes, 0, 20);
        return write16(bytes, 2, bytes.length - 20, bytes.length);
    }

    /// The start of any attribute before the integrity.
    private int attribute(byte[] bytes) {
        int integrity = integrityOffset(bytes);
        int offset = 20;
        for (int steps = random.nextInt(4); steps > 0 && next(bytes, offset) < integrity; steps--) {
            offset = next(bytes, offset);
        }
        return offset;
    }

    private static int integrityOffset(byte[] bytes) {
        int offset = 20;
        while (bytes[offset] != 0 || bytes[offset + 1] != RawStun.MESSAGE_INTEGRITY) {
            offset = next(bytes, offset);
        }
        return offset;
    }

    private static int next(byte[] bytes, int offset) {
        int length = ((bytes[offset + 2] & 0xFF) << 8) | (bytes[offset + 3] & 0xFF);
        return offset + 4 + (length + 3) / 4 * 4;
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
