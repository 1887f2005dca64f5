package dev.moim.stunturn.turn;

import dev.moim.stunturn.stun.IpAddress;
import java.net.InetAddress;

/// A range of addresses, as in `192.0.2.0/24`.
///
/// @param bits 0 to 32 or 128: how many leading bits are fixed
record IpPrefix(IpAddress base, int bits) {
    IpPrefix {
        if (bits < 0 || bits > (base.isIpv4() ? 32 : 128)) {
            throw new IllegalArgumentException("a prefix has at most as many bits as its address");
        }
    }

    /// @param text a literal address, never a name; a lone address is a range of one
    /// @throws IllegalArgumentException if it is none
    static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        IpAddress base = IpAddress.of(InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)));
        int all = base.isIpv4() ? 32 : 128;
        return new IpPrefix(base, slash < 0 ? all : Integer.parseInt(text, slash + 1, text.length(), 10));
    }

    boolean contains(IpAddress address) {
        if (address.isIpv4() != base.isIpv4()) {
            return false;
        }
        if (base.isIpv4()) {
            return matches(address.low() << 32, base.low() << 32, bits);
        }
        return matches(address.high(), base.high(), Math.min(bits, Long.SIZE))
                && matches(address.low(), base.low(), Math.max(bits - Long.SIZE, 0));
    }

    private static boolean matches(long one, long other, int leading) {
        return leading == 0 || (one ^ other) >>> (Long.SIZE - leading) == 0;
    }
}
