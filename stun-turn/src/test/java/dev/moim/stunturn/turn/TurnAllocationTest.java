package dev.moim.stunturn.turn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Media on channels costs no garbage in either direction.
class TurnAllocationTest {
    private static final int PACKETS = 200_000;

    /// What the measuring itself costs; one byte for each packet would be 200 times as much.
    private static final long NOISE_BYTES = 2_000;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void channelDataAllocatesNothing(boolean stream) {
        Bench bench = new Bench();
        Caller alice = (stream ? Caller.tcp(bench) : Caller.udp(bench)).allocated();
        alice.bind(0x4000, Bench.SERVER);
        alice.sendOn(0x4000, "first");
        InetSocketAddress source = bench.toServer.getFirst().path().source();
        bench.drops = true;
        byte[] data = Caller.channelData(0x4000, "x".repeat(1201));
        byte[] buffer = new byte[1300];

        long least = Long.MAX_VALUE;
        // The first rounds are compiled while they run.
        for (int round = 0; round < 10; round++) {
            long before = allocatedBytes();
            for (int i = 0; i < PACKETS; i++) {
                bench.core.onClient(alice.path, data, 0, data.length, bench.nowNanos);
                bench.core.fromServer(source, buffer, 8, 1201, bench.nowNanos);
            }
            least = Math.min(least, allocatedBytes() - before);
        }

        assertThat(bench.count(TurnEnd.TO_SERVER)).isEqualTo(10L * PACKETS + 1);
        assertThat(bench.count(TurnEnd.TO_CLIENT)).isEqualTo(10L * PACKETS);
        assertThat(least).isLessThan(NOISE_BYTES);
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
