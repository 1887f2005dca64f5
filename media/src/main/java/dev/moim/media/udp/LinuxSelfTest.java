package dev.moim.media.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/// Finds out whether the Linux socket works on this system, by really sending a run of datagrams over loopback and
/// looking at what arrives.
final class LinuxSelfTest {
    private static final int FULL = 1200;
    private static final int[] LENGTHS = {FULL, FULL, FULL, FULL, 500};
    private static final long TIMEOUT_NANOS = 1_000_000_000;

    private LinuxSelfTest() {}

    /// @return whether segmentation works; if not, the socket works without
    /// @throws IOException saying why the socket does not work
    static boolean run() throws IOException {
        String system = System.getProperty("os.name");
        String machine = System.getProperty("os.arch");
        if (!system.equals("Linux") || !(machine.equals("amd64") || machine.equals("aarch64"))) {
            throw new IOException("made for Linux on amd64 and aarch64, not for " + system + " on " + machine);
        }
        try {
            if (arrivesWhole(true)) {
                return true;
            }
            if (arrivesWhole(false)) {
                return false;
            }
        } catch (LinkageError e) {
            throw new IOException("the C library cannot be called", e);
        }
        throw new IOException("a test datagram over loopback did not arrive");
    }

    private static boolean arrivesWhole(boolean segmentation) throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        try (var receiver = LinuxUdpSocket.open(loopback, false, segmentation);
                var sender = LinuxUdpSocket.open(loopback, false, segmentation)) {
            var to = RemoteAddress.of(receiver.localAddress());
            for (int i = 0; i < LENGTHS.length; i++) {
                sender.send(to, datagram(i), 0, LENGTHS[i]);
            }
            sender.flush();
            boolean asRun = sender.counters().messages() == 1;
            return asRun == segmentation && receives(receiver);
        }
    }

    private static boolean receives(UdpSocket receiver) {
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        int arrived = 0;
        while (arrived < LENGTHS.length) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            receiver.await(left);
            ReceiveBatch batch = receiver.receive();
            for (int i = 0; i < batch.size(); i++) {
                int at = batch.offset(i);
                byte[] expected = datagram(arrived);
                if (arrived == LENGTHS.length
                        || !Arrays.equals(batch.buffer(), at, at + batch.length(i), expected, 0, expected.length)) {
                    return false;
                }
                arrived++;
            }
        }
        return true;
    }

    private static byte[] datagram(int index) {
        byte[] bytes = new byte[LENGTHS[Math.min(index, LENGTHS.length - 1)]];
        Arrays.fill(bytes, (byte) (index + 1));
        return bytes;
    }
}
