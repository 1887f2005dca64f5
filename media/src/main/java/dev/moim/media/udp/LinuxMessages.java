package dev.moim.media.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A vector of struct mmsghdr (64-bit Linux, any machine) with one buffer, one address and one control message each,
/// for recvmmsg and sendmmsg.
final class LinuxMessages {
    /// sizeof(struct mmsghdr)
    private static final long HEADER_BYTES = 64;

    private static final long NAME = 0;
    private static final long NAME_LENGTH = 8;
    private static final long IOV = 16;
    private static final long IOV_COUNT = 24;
    private static final long CONTROL = 32;
    private static final long CONTROL_LENGTH = 40;
    private static final long FLAGS = 48;
    private static final long LENGTH = 56;

    /// sizeof(struct iovec)
    private static final long IOV_BYTES = 16;

    private static final long NAME_STRIDE = 32;

    /// CMSG_LEN(2) and CMSG_SPACE(2)
    private static final long SEGMENT_SIZE_LENGTH = 18;

    private static final long CONTROL_BYTES = 24;
    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int MSG_TRUNC = 0x20;

    private final MemorySegment headers;
    private final MemorySegment iovs;
    private final MemorySegment names;
    private final MemorySegment controls;

    LinuxMessages(Arena arena, int count) {
        headers = arena.allocate(count * HEADER_BYTES, 64);
        iovs = arena.allocate(count * IOV_BYTES, 64);
        names = arena.allocate(count * NAME_STRIDE, 64);
        controls = arena.allocate(count * CONTROL_BYTES, 64);
        for (int i = 0; i < count; i++) {
            headers.set(JAVA_LONG, i * HEADER_BYTES + NAME, names.address() + i * NAME_STRIDE);
            headers.set(JAVA_LONG, i * HEADER_BYTES + IOV, iovs.address() + i * IOV_BYTES);
            headers.set(JAVA_LONG, i * HEADER_BYTES + IOV_COUNT, 1);
            headers.set(JAVA_LONG, i * HEADER_BYTES + CONTROL, controls.address() + i * CONTROL_BYTES);
            controls.set(JAVA_LONG, i * CONTROL_BYTES, SEGMENT_SIZE_LENGTH);
            controls.set(JAVA_INT, i * CONTROL_BYTES + 8, SOL_UDP);
            controls.set(JAVA_INT, i * CONTROL_BYTES + 12, UDP_SEGMENT);
        }
    }

    /// The address of a message, for a call that begins with it.
    long pointer(int index) {
        return headers.address() + index * HEADER_BYTES;
    }

    void buffer(int index, long address, long length) {
        iovs.set(JAVA_LONG, index * IOV_BYTES, address);
        iovs.set(JAVA_LONG, index * IOV_BYTES + 8, length);
    }

    /// @param bytes 0 for none: the message is one datagram
    void segmentBytes(int index, int bytes) {
        controls.set(JAVA_SHORT, index * CONTROL_BYTES + 16, (short) bytes);
        headers.set(JAVA_LONG, index * HEADER_BYTES + CONTROL_LENGTH, bytes == 0 ? 0 : CONTROL_BYTES);
    }

    /// @return false when a socket of this family cannot reach the address
    boolean name(int index, int family, RemoteAddress address) {
        int length = LinuxAddress.write(names, index * NAME_STRIDE, family, address);
        headers.set(JAVA_INT, index * HEADER_BYTES + NAME_LENGTH, length);
        return length != 0;
    }

    /// Room for the sender's address: recvmmsg puts the length it used in its place, so it is set before each call.
    void expectName(int index) {
        headers.set(JAVA_INT, index * HEADER_BYTES + NAME_LENGTH, LinuxAddress.BYTES);
    }

    int receivedBytes(int index) {
        return headers.get(JAVA_INT, index * HEADER_BYTES + LENGTH);
    }

    boolean truncated(int index) {
        return (headers.get(JAVA_INT, index * HEADER_BYTES + FLAGS) & MSG_TRUNC) != 0;
    }

    /// Adds the received message's length and sender to the batch.
    void addTo(ReceiveBatch batch, int index) {
        long at = index * NAME_STRIDE;
        batch.add(
                receivedBytes(index),
                LinuxAddress.high(names, at),
                LinuxAddress.low(names, at),
                LinuxAddress.port(names, at),
                LinuxAddress.scope(names, at));
    }
}
