package dev.moim.media.udp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// The other side's address, in the form the packet path needs: 16 address bytes (IPv4 mapped into IPv6), port, scope.
/// Immutable.
public final class RemoteAddress {
    private final byte[] ip;
    private final int port;
    private final int scope;
    private final int hash;

    private RemoteAddress(byte[] ip, int port, int scope) {
        this.ip = ip;
        this.port = port;
        this.scope = scope;
        this.hash = 31 * Arrays.hashCode(ip) + port;
    }

    /// @throws IllegalArgumentException for an unresolved address
    public static RemoteAddress of(InetSocketAddress address) {
        InetAddress inet = address.getAddress();
        if (inet == null) {
            throw new IllegalArgumentException("the address is not resolved");
        }
        if (inet instanceof Inet4Address) {
            byte[] mapped = new byte[16];
            mapped[10] = (byte) 0xFF;
            mapped[11] = (byte) 0xFF;
            System.arraycopy(inet.getAddress(), 0, mapped, 12, 4);
            return new RemoteAddress(mapped, address.getPort(), 0);
        }
        return new RemoteAddress(inet.getAddress(), address.getPort(), ((Inet6Address) inet).getScopeId());
    }

    public InetSocketAddress toSocketAddress() {
        try {
            InetAddress inet = InetAddress.getByAddress(ip);
            if (inet instanceof Inet6Address && scope != 0) {
                inet = Inet6Address.getByAddress(null, ip, scope);
            }
            return new InetSocketAddress(inet, port);
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are an address", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RemoteAddress that
                && port == that.port
                && scope == that.scope
                && Arrays.equals(ip, that.ip);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return toSocketAddress().toString();
    }
}
