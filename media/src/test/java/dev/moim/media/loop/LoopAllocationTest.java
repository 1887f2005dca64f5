package dev.moim.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.moim.media.DropReason;
import dev.moim.media.MediaSettings;
import dev.moim.media.MediaSettings.DatagramIo;
import dev.moim.media.PeerId;
import dev.moim.media.PeerParameters;
import dev.moim.media.udp.RemoteAddress;
import dev.moim.media.udp.UdpSocket;
import dev.moim.media.udp.UdpSockets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The loop's own part of a packet's way: receive, look up, cross over, hand to the peer, poll the router.
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class LoopAllocationTest {
    private static final int SENDERS = 16;
    private static final int PER_SENDER = 8;

    @Test
    void aDatagramCostsNoGarbageOnAnyLoop() throws Exception {
        try (var server = MediaLoops.start(
                new MediaSettings("127.0.0.1", 0, 2, DatagramIo.LINUX), _ -> (_, _, _, _, _, _) -> {})) {
            var room = server.openRoom("quiet", _ -> {});
            var senders = new ArrayList<UdpSocket>();
            for (int i = 0; i < SENDERS; i++) {
                var socket = UdpSockets.open(new InetSocketAddress("127.0.0.1", 0), 1, UdpSockets.Choice.LINUX)
                        .getFirst();
                senders.add(socket);
                var id = new PeerId("sender-" + i);
                room.join(
                        id,
                        new PeerParameters(
                                List.of(TestClient.fingerprint()), List.of(), Map.of(), List.of(), List.of()));
                room.addPath(id, socket.localAddress(), true);
            }
            var to = RemoteAddress.of(server.localAddress());
            long handled = flood(server, senders, to, 0, 1_000);

            // The least of several parts, for the compiler may still be at work in the first ones. Each part brings
            // 64 000 datagrams; one object each would be a million bytes.
            long least = Long.MAX_VALUE;
            for (int part = 0; part < 10 && least >= 200_000; part++) {
                long before = allocatedByLoops();
                handled = flood(server, senders, to, handled, 500);
                least = Math.min(least, allocatedByLoops() - before);
            }

            assertThat(least).isLessThan(200_000);
            senders.forEach(UdpSocket::close);
        }
    }

    /// Without keys RTP ends at the peer as NOT_READY, which tells when it was handled.
    private static long flood(MediaLoops server, List<UdpSocket> senders, RemoteAddress to, long handled, int rounds)
            throws IOException {
        byte[] packet = new byte[1200];
        packet[0] = (byte) 0x80;
        long expected = handled;
        for (int round = 0; round < rounds; round++) {
            for (var sender : senders) {
                for (int i = 0; i < PER_SENDER; i++) {
                    sender.send(to, packet, 0, packet.length);
                }
                sender.flush();
            }
            expected += SENDERS * PER_SENDER;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (server.counters().drops().getOrDefault(DropReason.NOT_READY, 0L) < expected) {
                assertThat(System.nanoTime() - deadline).isNegative();
                Thread.onSpinWait();
            }
        }
        return expected;
    }

    private static long allocatedByLoops() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("media-loop-"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.threadId()))
                .sum();
    }
}
