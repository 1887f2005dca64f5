package dev.moim.media.udp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LinuxUdpSocketTest extends UdpSocketContract {
    LinuxUdpSocketTest() {
        super(UdpSockets.Choice.LINUX);
    }

    @Test
    void sendsARunAsOneMessage() throws IOException {
        var from = open("127.0.0.1");
        var to = open("127.0.0.1");
        sendRun(from, at("127.0.0.1", to), 10);

        assertThat(receive(to, 10)).hasSize(10);
        assertThat(from.counters().messages()).isOne();
        assertThat(from.counters().segmented()).isOne();
    }

    @Test
    void sendsOneByOneWithoutSegmentation() throws IOException {
        try (var from = LinuxUdpSocket.open(new InetSocketAddress("127.0.0.1", 0), false, false)) {
            var to = open("127.0.0.1");
            sendRun(from, at("127.0.0.1", to), 10);

            assertThat(receive(to, 10)).hasSize(10);
            assertThat(from.counters().messages()).isEqualTo(10);
            assertThat(from.counters().segmented()).isZero();
        }
    }

    @Test
    void losesNothingWhenTheSystemRefusesRunsAndStopsMakingThem() throws IOException {
        try (var from = LinuxUdpSocket.open(new InetSocketAddress("127.0.0.1", 0), false, true)) {
            leaveOutChecksums(from);
            var to = open("127.0.0.1");
            for (int round = 0; round < 100; round++) {
                sendRun(from, at("127.0.0.1", to), 5);
                var datagrams = receive(to, 5);
                for (int i = 0; i < 5; i++) {
                    assertThat(datagrams.get(i)).isEqualTo(bytes(1200, i));
                }
            }
            assertThat(from.counters().segmented()).isZero();
            assertThat(from.counters().failed()).isZero();
            assertThat(from.segments()).isFalse();
        }
    }

    /// The kernel then refuses to cut messages, with EINVAL.
    private static void leaveOutChecksums(LinuxUdpSocket socket) {
        int solSocket = 1;
        int soNoCheck = 11;
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(LinuxCalls.errnoBytes(), 8);
            var on = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
            assertThat(LinuxCalls.setsockopt(state, socket.descriptor(), solSocket, soNoCheck, on))
                    .isZero();
        }
    }

    @Test
    void allocatesNothingWhenWarm() throws IOException {
        var from = open("::");
        var to = open("::");
        var address = at("127.0.0.1", to);
        var table = new AddressTable<String>();
        table.put(at("127.0.0.1", from), "known");
        byte[] packet = bytes(1200, 1);
        exchange(from, to, address, table, packet, 20_000);

        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // The least of several parts: the compiler may still be at work in the first ones, the longer the busier the
        // machine is. Each part has 120 000 datagrams, and one object for each would be two million bytes; a small one
        // for each of its 10 000 turns is what a system call costs that the compiler did not inline.
        long least = Long.MAX_VALUE;
        int found = 0;
        for (int part = 0; part < 10 && least >= 1_000_000; part++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            found = exchange(from, to, address, table, packet, 10_000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(found).isGreaterThan(100_000);
        assertThat(least).isLessThan(1_000_000);
    }

    private static int exchange(
            UdpSocket from, UdpSocket to, RemoteAddress address, AddressTable<String> table, byte[] packet, int turns) {
        int found = 0;
        for (int turn = 0; turn < turns; turn++) {
            for (int i = 0; i < 12; i++) {
                from.send(address, packet, 0, i % 4 == 3 ? 300 : 1200);
            }
            from.flush();
            to.await(1_000_000);
            var batch = to.receive();
            for (int i = 0; i < batch.size(); i++) {
                if (table.get(batch, i) != null) {
                    found++;
                }
            }
        }
        return found;
    }

    private static void sendRun(UdpSocket from, RemoteAddress to, int count) {
        for (int i = 0; i < count; i++) {
            from.send(to, bytes(1200, i), 0, 1200);
        }
        from.flush();
    }
}
