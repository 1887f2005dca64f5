package dev.moim.media.udp;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;

/// Counts the bytes that a thread allocates while it sends and receives. One thread.
final class AllocationProbe implements AutoCloseable {
    private static final int DATAGRAMS = 12;

    private final LinuxUdpSocket from = LinuxUdpSocket.open(new InetSocketAddress("::", 0), false, true);
    private final LinuxUdpSocket to = LinuxUdpSocket.open(new InetSocketAddress("::", 0), false, true);
    private final RemoteAddress address = at(to);
    private final AddressTable<String> table = new AddressTable<>();
    private final byte[] packet = new byte[1200];
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    AllocationProbe() throws IOException {
        table.put(at(from), "known");
    }

    private static RemoteAddress at(UdpSocket socket) {
        return RemoteAddress.of(
                new InetSocketAddress("127.0.0.1", socket.localAddress().getPort()));
    }

    /// Prints the least of some parts: the first ones load classes.
    public static void main(String[] arguments) throws IOException {
        try (var probe = new AllocationProbe()) {
            long least = Long.MAX_VALUE;
            for (int part = 0; part < 5; part++) {
                least = Math.min(least, probe.turns(500));
            }
            System.out.println(least);
        }
    }

    /// @return bytes that were allocated
    long turns(int count) {
        long before = threads.getCurrentThreadAllocatedBytes();
        int found = exchange(count);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        if (found < count * DATAGRAMS * 8 / 10) {
            throw new AssertionError("only " + found + " datagrams came in " + count + " turns");
        }
        return allocated;
    }

    private int exchange(int turns) {
        int found = 0;
        for (int turn = 0; turn < turns; turn++) {
            for (int i = 0; i < DATAGRAMS; i++) {
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

    @Override
    public void close() {
        from.close();
        to.close();
    }
}
