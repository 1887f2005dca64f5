package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.stun.IpAddress;

/// What counts as one source: an IPv4 address, or the /64 that one IPv6 customer has at least.
final class Sources {
    private Sources() {}

    static IpAddress of(ClientPath client) {
        IpAddress ip = IpAddress.of(client.address().getAddress());
        return ip.isIpv4() ? ip : new IpAddress(false, ip.high(), 0);
    }

    static int hash(ClientPath client, long seed) {
        IpAddress source = of(client);
        long mixed = (source.high() ^ seed) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (Long.rotateLeft(mixed, 31) ^ source.low()) * 0xC2B2_AE3D_27D4_EB4FL;
        mixed = (Long.rotateLeft(mixed, 31) ^ seed) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32);
    }
}
