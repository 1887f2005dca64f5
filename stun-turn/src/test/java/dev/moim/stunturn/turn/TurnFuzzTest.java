package dev.moim.stunturn.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.stun.RawStun;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A million messages that are almost good. Nothing escapes, nothing is relayed where it must not go, nothing grows,
/// and no stranger gets much more than it sent.
class TurnFuzzTest {
    private static final long SEED = 20_260_101;
    private static final int MESSAGES = 1_000_000;

    private final Random random = new Random(SEED);
    private final Bench bench = new Bench();
    private final Caller alice = Caller.udp(bench).allocated();
    private final List<byte[]> good = new ArrayList<>();

    TurnFuzzTest() {
        alice.bind(0x4000, Bench.SERVER);
        good.add(Caller.transport(alice.message(RawStun.ALLOCATE)).bytes());
        good.add(alice.signed(Caller.transport(alice.message(RawStun.ALLOCATE))).bytes());
        good.add(alice.signed(alice.message(RawStun.REFRESH).attribute(RawStun.LIFETIME, 600))
                .bytes());
        good.add(alice.signed(
                        Caller.peer(Caller.peer(alice.message(RawStun.CREATE_PERMISSION), Bench.SERVER), Bench.SERVER))
                .bytes());
        good.add(alice.signed(Caller.peer(
                        alice.message(RawStun.CHANNEL_BIND).attribute(RawStun.CHANNEL_NUMBER, 0x4001 << 16),
                        Bench.SERVER))
                .bytes());
        good.add(Caller.peer(alice.message(RawStun.SEND_INDICATION), Bench.SERVER)
                .text(RawStun.DATA, "data")
                .bytes());
        good.add(Caller.channelData(0x4000, "some data"));
        good.add(alice.message(RawStun.BINDING_REQUEST).bytes());
    }

    @Test
    void mutatedMessagesDoNoHarm() {
        bench.toClient.clear();
        long bytesBefore = usedBytes();
        for (int i = 0; i < MESSAGES; i++) {
            byte[] mutated = mutate(good.get(random.nextInt(good.size())));
            boolean stranger = random.nextBoolean();
            ClientPath client = stranger ? stranger() : alice.path;
            try {
                bench.put(client, mutated);
            } catch (RuntimeException escaped) {
                throw new AssertionError("seed " + SEED + ", message " + i + ": " + Arrays.toString(mutated), escaped);
            }
            for (Bench.ToClient answer : bench.toClient) {
                boolean known = answer.client().equals(alice.path);
                assertThat(answer.bytes().length)
                        .as("seed %d, message %d", SEED, i)
                        .isLessThanOrEqualTo(known ? 120 : mutated.length * 5 / 2);
                assertThat(answer.client()).isEqualTo(client);
            }
            assertThat(bench.toPeer).isEmpty();
            bench.toClient.clear();
            bench.toServer.clear();
            bench.pass(Duration.ofNanos(10_000));
        }
        assertThat(bench.core.allocations()).as("no stranger allocates").isLessThanOrEqualTo(1);
        assertThat(usedBytes() - bytesBefore).as("kept bytes").isLessThan(2_000_000);
        for (TurnEnd end : List.of(
                TurnEnd.MALFORMED,
                TurnEnd.UNEXPECTED,
                TurnEnd.CHALLENGED,
                TurnEnd.BAD_REQUEST,
                TurnEnd.NO_ALLOCATION,
                TurnEnd.NO_CHANNEL,
                TurnEnd.TO_SERVER)) {
            assertThat(bench.count(end)).as(end.counterName()).isGreaterThan(1000);
        }
    }

    private ClientPath stranger() {
        byte[] ip = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(ip);
        try {
            return new ClientPath.Datagram(
                    new InetSocketAddress(InetAddress.getByAddress(ip), 1 + random.nextInt(60_000)));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] mutate(byte[] message) {
        byte[] bytes = message.clone();
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> flip(bytes, 1 + random.nextInt(4));
            case 2 -> write16(bytes, 2, random.nextInt(65_536));
            case 3 -> write16(bytes, random.nextInt(bytes.length - 1), random.nextInt(300));
            case 4 -> write16(bytes, 0, random.nextInt(0x20));
            case 5 -> splice(bytes, good.get(random.nextInt(good.size())));
            case 6 -> garbage(random.nextInt(200));
            default -> write16(garbage(4 + random.nextInt(60)), 0, 0x4000 + random.nextInt(3));
        };
    }

    private byte[] flip(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            int bit = random.nextInt(bytes.length * 8);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        return bytes;
    }

    /// Attributes of one message behind those of another, with a length that fits.
    private static byte[] splice(byte[] one, byte[] other) {
        if (one[0] >= 0x40 || other[0] >= 0x40) {
            return one;
        }
        byte[] both = Arrays.copyOf(one, one.length + other.length - 20);
        System.arraycopy(other, 20, both, one.length, other.length - 20);
        return write16(both, 2, both.length - 20);
    }

    private static byte[] write16(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) (value >> 8);
        bytes[offset + 1] = (byte) value;
        return bytes;
    }

    private byte[] garbage(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
