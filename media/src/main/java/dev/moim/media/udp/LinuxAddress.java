package dev.moim.media.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The layouts of sockaddr_in and sockaddr_in6 on 64-bit Linux.
final class LinuxAddress {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    /// sizeof(struct sockaddr_in6), which is also room for a sockaddr_in.
    static final int BYTES = 28;

    private static final int IPV4_BYTES = 16;
    private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt IPV4 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong IPV6_HALF = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private LinuxAddress() {}

    /// @param family of the socket: an AF_INET6 socket takes IPv4 mapped
    /// @return the length written, or 0 for an IPv6 address on an IPv4 socket
    static int write(MemorySegment memory, long at, int family, RemoteAddress address) {
        memory.set(JAVA_SHORT, at, (short) family);
        memory.set(PORT, at + 2, (short) address.port());
        if (family == AF_INET) {
            memory.set(IPV4, at + 4, (int) address.low());
            return address.isIpv4() ? IPV4_BYTES : 0;
        }
        memory.set(JAVA_INT, at + 4, 0);
        memory.set(IPV6_HALF, at + 8, address.high());
        memory.set(IPV6_HALF, at + 16, address.low());
        memory.set(JAVA_INT, at + 24, address.scope());
        return BYTES;
    }

    static RemoteAddress read(MemorySegment memory, long at) {
        return new RemoteAddress(high(memory, at), low(memory, at), port(memory, at), scope(memory, at));
    }

    static long high(MemorySegment memory, long at) {
        return isIpv4(memory, at) ? 0 : memory.get(IPV6_HALF, at + 8);
    }

    static long low(MemorySegment memory, long at) {
        return isIpv4(memory, at)
                ? RemoteAddress.MAPPED_IPV4 | Integer.toUnsignedLong(memory.get(IPV4, at + 4))
                : memory.get(IPV6_HALF, at + 16);
    }

    static int port(MemorySegment memory, long at) {
        return Short.toUnsignedInt(memory.get(PORT, at + 2));
    }

    static int scope(MemorySegment memory, long at) {
        return isIpv4(memory, at) ? 0 : memory.get(JAVA_INT, at + 24);
    }

    private static boolean isIpv4(MemorySegment memory, long at) {
        return memory.get(JAVA_SHORT, at) == AF_INET;
    }
}
