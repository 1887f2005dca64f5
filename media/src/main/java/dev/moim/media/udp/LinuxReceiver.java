package dev.moim.media.udp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Receives many datagrams with one recvmmsg.
final class LinuxReceiver {
    private static final int MSG_DONTWAIT = 0x40;

    private final int fd;
    private final SocketCounters counters;
    private final MemorySegment callState;
    private final MemorySegment data;
    private final LinuxMessages messages;
    private final ReceiveBatch batch = new ReceiveBatch();

    LinuxReceiver(Arena arena, int fd, SocketCounters counters) {
        this.fd = fd;
        this.counters = counters;
        callState = arena.allocate(LinuxCalls.errnoBytes(), 8);
        data = arena.allocate((long) ReceiveBatch.CAPACITY * UdpSocket.MAX_DATAGRAM_BYTES, 64);
        messages = new LinuxMessages(arena, ReceiveBatch.CAPACITY);
        for (int i = 0; i < ReceiveBatch.CAPACITY; i++) {
            messages.buffer(i, data.address() + (long) i * UdpSocket.MAX_DATAGRAM_BYTES, UdpSocket.MAX_DATAGRAM_BYTES);
            messages.expectName(i);
        }
    }

    ReceiveBatch receive() {
        batch.clear();
        int count = LinuxCalls.recvmmsg(fd, messages.pointer(0), ReceiveBatch.CAPACITY, MSG_DONTWAIT);
        if (count < 0) {
            count = LinuxCalls.recvmmsg(callState, fd, messages.pointer(0), ReceiveBatch.CAPACITY, MSG_DONTWAIT);
        }
        if (count < 0) {
            int errno = LinuxCalls.errno(callState);
            if (errno != LinuxCalls.EAGAIN && errno != LinuxCalls.EINTR) {
                // An error that an earlier datagram left behind; the call took it off the socket.
                counters.receiveError();
            }
            return batch;
        }
        for (int i = 0; i < count; i++) {
            if (messages.truncated(i)) {
                counters.oversized();
            } else {
                long from = (long) i * UdpSocket.MAX_DATAGRAM_BYTES;
                int to = batch.offset(batch.next());
                MemorySegment.copy(data, JAVA_BYTE, from, batch.buffer(), to, messages.receivedBytes(i));
                messages.addTo(batch, i);
            }
            messages.expectName(i);
        }
        counters.received(batch.size());
        return batch;
    }
}
