package dev.moim.stunturn.stun;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// An address and port as XOR-PEER-ADDRESS carries them (RFC 8489 section 14.2), without what [java.net.InetAddress]
/// changes in them.
///
/// @param port 0 to 65535
public record XorAddress(IpAddress ip, int port) {
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int IPV4_LENGTH = 8;
    private static final int IPV6_LENGTH = 20;
    private static final int PORT_MASK = 0x2112;
    private static final int COOKIE = 0x2112A442;

    /// @param value an attribute's value
    /// @param transactionId of its message, 12 bytes
    /// @return null if it is malformed
    public static @Nullable XorAddress decode(byte[] value, byte[] transactionId) {
        boolean four = value.length == IPV4_LENGTH && value[1] == IPV4;
        boolean six = value.length == IPV6_LENGTH && value[1] == IPV6;
        if (!four && !six) {
            return null;
        }
        byte[] ip = new byte[value.length - 4];
        for (int i = 0; i < ip.length; i++) {
            ip[i] = (byte) (value[4 + i] ^ mask(i, transactionId, 0));
        }
        int port = (((value[2] & 0xFF) << 8) | (value[3] & 0xFF)) ^ PORT_MASK;
        return new XorAddress(IpAddress.of(ip), port);
    }

    /// The value's length in bytes.
    public int encodedLength() {
        return ip.isIpv4() ? IPV4_LENGTH : IPV6_LENGTH;
    }

    /// Writes the value.
    ///
    /// @param idOffset where the message's transaction id is in the same buffer
    public void encode(byte[] buffer, int offset, int idOffset) {
        buffer[offset] = 0;
        buffer[offset + 1] = (byte) (ip.isIpv4() ? IPV4 : IPV6);
        int masked = port ^ PORT_MASK;
        buffer[offset + 2] = (byte) (masked >> 8);
        buffer[offset + 3] = (byte) masked;
        byte[] bytes = ip.bytes();
        for (int i = 0; i < bytes.length; i++) {
            buffer[offset + 4 + i] = (byte) (bytes[i] ^ mask(i, buffer, idOffset));
        }
    }

    /// How sockets know the address.
    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(ip.toInetAddress(), port);
    }

    private static int mask(int index, byte[] id, int idOffset) {
        return index < 4 ? COOKIE >> (24 - 8 * index) : id[idOffset + index - 4];
    }
}
