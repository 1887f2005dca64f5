package dev.moim.media.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        // The least of several parts: the compiler may still be at work in the first ones, the longer the busier the
        // machine is. One object for each of a part's 10 000 turns would be more than the limit.
        try (var probe = new AllocationProbe()) {
            probe.turns(20_000);
            long least = Long.MAX_VALUE;
            for (int part = 0; part < 10 && least >= 100_000; part++) {
                least = Math.min(least, probe.turns(10_000));
            }
            assertThat(least).isLessThan(100_000);
        }
    }

    /// What the compiler takes away today it may leave in tomorrow, when other code made it choose otherwise. So
    /// there must be nothing to take away.
    @Test
    void needsNoCompilerToAllocateNothing() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        var process = new ProcessBuilder(
                        java,
                        "-Xint",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classes,
                        AllocationProbe.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo("0");
    }

    private static void sendRun(UdpSocket from, RemoteAddress to, int count) {
        for (int i = 0; i < count; i++) {
            from.send(to, bytes(1200, i), 0, 1200);
        }
        from.flush();
    }
}
