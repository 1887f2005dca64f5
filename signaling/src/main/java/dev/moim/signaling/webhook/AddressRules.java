package dev.moim.signaling.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/// Which addresses belong to the public internet (IANA's special-purpose registries, RFC 6890). Endpoints are chosen by
/// strangers: through them nobody may reach what only this machine or its network reaches. Whatever carries an IPv4
/// address inside an IPv6 one is refused as a whole.
final class AddressRules {
    private static final List<Block> NOT_PUBLIC = List.of(
            new Block("0.0.0.0", 8), // this network
            new Block("10.0.0.0", 8), // private
            new Block("100.64.0.0", 10), // carrier-grade NAT
            new Block("127.0.0.0", 8), // loopback
            new Block("169.254.0.0", 16), // link-local, cloud metadata
            new Block("172.16.0.0", 12), // private
            new Block("192.0.0.0", 24), // protocol assignments
            new Block("192.0.2.0", 24), // documentation
            new Block("192.88.99.0", 24), // 6to4 relays
            new Block("192.168.0.0", 16), // private
            new Block("198.18.0.0", 15), // benchmarks
            new Block("198.51.100.0", 24), // documentation
            new Block("203.0.113.0", 24), // documentation
            new Block("224.0.0.0", 4), // multicast
            new Block("240.0.0.0", 4), // reserved, broadcast
            new Block("2001::", 23), // protocol assignments, Teredo
            new Block("2001:db8::", 32), // documentation
            new Block("2002::", 16), // 6to4
            new Block("3fff::", 20)); // documentation

    /// The only part of IPv6 that is global unicast. Outside are loopback, link-local, unique local, multicast,
    /// IPv4-compatible and NAT64 addresses.
    private static final Block GLOBAL_UNICAST = new Block("2000::", 3);

    private AddressRules() {}

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (!(address instanceof Inet4Address) && (!GLOBAL_UNICAST.contains(bytes) || isIsatap(bytes))) {
            return false;
        }
        return NOT_PUBLIC.stream().noneMatch(block -> block.contains(bytes));
    }

    /// RFC 5214 section 6.1: an interface identifier with an IPv4 address in it, under any prefix.
    private static boolean isIsatap(byte[] bytes) {
        return (bytes[8] & 0xfd) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe;
    }

    /// Addresses that share their first bits.
    private static final class Block {
        private final byte[] prefix;
        private final int length;

        Block(String prefix, int length) {
            this.prefix = InetAddress.ofLiteral(prefix).getAddress();
            this.length = length;
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < length; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
