package dev.moim.stunturn;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// Names for paths to a client that are no UDP address: a TCP connection, or a TURN allocation of this process. They
/// take the form of socket addresses of the discard-only prefix `100::/64` (RFC 6666), which nobody on a network can
/// have, so ICE and media keep one kind of key for a path. A datagram that claims to come from there is forged.
public final class InnerAddress {
    /// What such a path goes through.
    public enum Kind {
        /// Port: 1 plus the place of the server's address that the client uses.
        TURN_ALLOCATION(1),
        /// Port: always 1.
        TCP_CONNECTION(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /// Numbers have 48 bits: a million connections a second for 8 years.
    public static final long MAX_NUMBER = (1L << 48) - 1;

    /// A shard has 8 bits.
    public static final int MAX_SHARD = 255;

    private static final long PREFIX = 0x0100_0000_0000_0000L;

    private InnerAddress() {}

    /// @param shard 0 to 255: which loop owns the path
    /// @param number 0 to 2^48 - 1, unique for kind and shard
    /// @param port 1 to 65535
    public static InetSocketAddress of(Kind kind, int shard, long number, int port) {
        if (shard < 0 || shard > MAX_SHARD || number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("a shard has 8 bits and a number 48");
        }
        long low = ((long) kind.code << 56) | ((long) shard << 48) | number;
        byte[] bytes = ByteBuffer.allocate(16).putLong(PREFIX).putLong(low).array();
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are an address", e);
        }
    }

    /// Whether the address is none of the network.
    public static boolean isInner(InetAddress address) {
        return address instanceof Inet6Address six
                && ByteBuffer.wrap(six.getAddress()).getLong() == PREFIX;
    }

    /// @throws IllegalArgumentException if the address is none of ours
    public static Kind kind(InetAddress address) {
        long code = low(address) >>> 56;
        for (Kind kind : Kind.values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no inner address");
    }

    /// @throws IllegalArgumentException if the address is none of ours
    public static int shard(InetAddress address) {
        return (int) (low(address) >>> 48) & 0xFF;
    }

    /// @throws IllegalArgumentException if the address is none of ours
    public static long number(InetAddress address) {
        return low(address) & MAX_NUMBER;
    }

    private static long low(InetAddress address) {
        if (!isInner(address)) {
            throw new IllegalArgumentException("no inner address");
        }
        return ByteBuffer.wrap(address.getAddress()).getLong(8);
    }
}
