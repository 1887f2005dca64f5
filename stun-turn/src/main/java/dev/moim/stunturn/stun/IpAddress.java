package dev.moim.stunturn.stun;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// An IP address exactly as it was written on the wire. [InetAddress] turns an IPv6 address with an IPv4 address mapped
/// into it into that IPv4 address, and a rule that was meant for one would meet the other.
///
/// @param high the first eight bytes of an IPv6 address, 0 for IPv4
/// @param low the last eight, or the four of IPv4
public record IpAddress(boolean isIpv4, long high, long low) {
    /// @param bytes 4 or 16
    public static IpAddress of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case 4 -> ipv4(buffer.getInt());
            case 16 -> new IpAddress(false, buffer.getLong(), buffer.getLong());
            default -> throw new IllegalArgumentException("an address has 4 or 16 bytes");
        };
    }

    public static IpAddress of(InetAddress address) {
        return of(address.getAddress());
    }

    public static IpAddress ipv4(int bits) {
        return new IpAddress(true, 0, Integer.toUnsignedLong(bits));
    }

    /// 4 or 16, in network order.
    public byte[] bytes() {
        return isIpv4
                ? ByteBuffer.allocate(4).putInt((int) low).array()
                : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    /// How sockets know the address.
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(bytes());
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }
}
