package dev.moim.stunturn.turn;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The server's address of each family under which it relays.
///
/// @param four null if it has none
/// @param six null if it has none
record Families(@Nullable InetAddress four, @Nullable InetAddress six) {
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    static Families of(List<InetSocketAddress> addresses) {
        return new Families(first(addresses, true), first(addresses, false));
    }

    /// @param requested value of REQUESTED-ADDRESS-FAMILY, null if there is none
    /// @return null if there is no such address
    @Nullable
    InetAddress choose(byte @Nullable [] requested) {
        if (requested == null) {
            // RFC 8656 section 7.2 means IPv4 then, but a server without IPv4 would be of no use to browsers, which
            // never ask for a family.
            return four != null ? four : six;
        }
        if (requested.length != 4) {
            return null;
        }
        return switch (requested[0]) {
            case IPV4 -> four;
            case IPV6 -> six;
            default -> null;
        };
    }

    /// Whether a REQUESTED-ADDRESS-FAMILY names the family.
    static boolean isFamily(byte[] requested, boolean ipv4) {
        return requested.length == 4 && requested[0] == (ipv4 ? IPV4 : IPV6);
    }

    private static @Nullable InetAddress first(List<InetSocketAddress> addresses, boolean ipv4) {
        return addresses.stream()
                .map(InetSocketAddress::getAddress)
                .filter(address -> address instanceof Inet4Address == ipv4)
                .findFirst()
                .orElse(null);
    }
}
