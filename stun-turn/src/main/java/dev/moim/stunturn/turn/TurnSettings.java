package dev.moim.stunturn.turn;

import dev.moim.stunturn.InnerAddress;
import java.util.List;

/// How a relay behaves. [#DEFAULT] reaches nothing but this server's own media.
///
/// @param realm shown to clients; at most 12 characters, for it makes answers to strangers longer
/// @param peers addresses that may be relayed to besides, as `192.0.2.0/24`; private and special ones stay denied
/// @param peerPorts their ports
/// @param relayPorts where relayed addresses get their ports; of several instances each needs its own
/// @param allocationsPerSubject a browser makes one for each of its addresses and each way to the relay. With two
///     networks and a VPN, IPv4 and IPv6 each, it has 6 addresses: 6 allocations for the one way of a join, and 18
///     for the three of an ICE restart. A network that is gone cannot end its own, which live on for 10 min:
///     6 + 18 + 18 = 42
/// @param allocationsPerSource for a client's IPv4 address or IPv6 /64; an office is one source
/// @param allocations in this instance; one takes up to 20 kB
/// @param shard 0 to 255: which of several instances this is
public record TurnSettings(
        String realm,
        List<String> peers,
        PortRange peerPorts,
        PortRange relayPorts,
        int allocationsPerSubject,
        int allocationsPerSource,
        int allocations,
        int shard) {
    /// For one instance.
    public static final TurnSettings DEFAULT = new TurnSettings(
            "moim", List.of(), new PortRange(1024, 65_535), new PortRange(49_152, 65_535), 48, 512, 4096, 0);

    private static final int MAX_REALM = 12;

    public TurnSettings {
        if (!realm.matches("[A-Za-z0-9.-]{1," + MAX_REALM + "}")) {
            throw new IllegalArgumentException("a realm has 1 to " + MAX_REALM + " letters, digits, dots and dashes");
        }
        peers = List.copyOf(peers);
        peers.forEach(IpPrefix::parse);
        if (allocationsPerSubject < 1 || allocationsPerSource < 1 || allocations < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
        if (allocations > relayPorts.size()) {
            throw new IllegalArgumentException("each allocation needs a relay port");
        }
        if (shard < 0 || shard > InnerAddress.MAX_SHARD) {
            throw new IllegalArgumentException("a shard is 0 to " + InnerAddress.MAX_SHARD);
        }
    }

    /// @param first 1 to 65535
    /// @param last not before first, at most 65535
    public record PortRange(int first, int last) {
        public PortRange {
            if (first < 1 || last < first || last > 65_535) {
                throw new IllegalArgumentException("ports are 1 to 65535, the first not behind the last");
            }
        }

        int size() {
            return last - first + 1;
        }
    }
}
