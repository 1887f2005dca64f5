package dev.moim.stunturn.turn;

import dev.moim.stunturn.stun.IpAddress;
import org.jspecify.annotations.Nullable;

/// Finds the IPv4 address inside an IPv6 address. Each of these forms ends up at an IPv4 host on one system or another
/// (CVE-2026-27624 was the mapped one), so each is judged as the IPv4 address that it means.
final class EmbeddedIpv4 {
    /// 2001::/32, whose IPv4 addresses are disguised and are those of strangers' servers (RFC 4380).
    private static final long TEREDO = 0x2001_0000L;

    /// 2002::/16 (RFC 3056).
    private static final long SIX_TO_FOUR = 0x2002L;

    /// 64:ff9b::/96 (RFC 6052); 64:ff9b:1::/48 belongs to local translators that nobody knows (RFC 8215).
    private static final long NAT64 = 0x0064_FF9B_0000_0000L;

    private static final long LOCAL_NAT64 = 0x0064_FF9B_0001L;

    /// Interface identifiers that end in an IPv4 address (RFC 5214 section 6.1), whatever the prefix.
    private static final int ISATAP = 0x0000_5EFE;

    private static final int ISATAP_UNIVERSAL_BIT = 0x0200_0000;

    private EmbeddedIpv4() {}

    /// @return the IPv4 address that the address means, the same address if it means none, or null if it must not be
    ///     used at all
    static @Nullable IpAddress canonical(IpAddress address) {
        if (address.isIpv4()) {
            return address;
        }
        long high = address.high();
        int upper = (int) (address.low() >>> 32);
        if (high >>> 32 == TEREDO || high >>> 16 == LOCAL_NAT64 || (upper & ~ISATAP_UNIVERSAL_BIT) == ISATAP) {
            return null;
        }
        if (high >>> 48 == SIX_TO_FOUR) {
            return IpAddress.ipv4((int) (high >>> 16));
        }
        // ::/96 is "compatible" and holds :: and ::1, ::ffff:0:0/96 is "mapped", ::ffff:0:0:0/96 "translated".
        boolean embedded = high == 0 && (upper == 0 || upper == 0xFFFF || upper == 0xFFFF_0000);
        return embedded || (high == NAT64 && upper == 0) ? IpAddress.ipv4((int) address.low()) : address;
    }
}
