package dev.moim.stunturn.stun;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Addresses as a client knows them.
public final class Addresses {
    private Addresses() {}

    /// An IPv4 address that a dual-stack socket showed as `::ffff:a.b.c.d` as the IPv4 address it is; others as they
    /// are.
    public static InetSocketAddress unmapped(InetSocketAddress address) {
        if (!(address.getAddress() instanceof Inet6Address six)) {
            return address;
        }
        byte[] bytes = six.getAddress();
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return address;
            }
        }
        if (bytes[10] != (byte) 0xFF || bytes[11] != (byte) 0xFF) {
            return address;
        }
        try {
            InetAddress four = InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
            return new InetSocketAddress(four, address.getPort());
        } catch (UnknownHostException e) {
            throw new AssertionError("4 bytes are an address", e);
        }
    }
}
