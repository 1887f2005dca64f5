package dev.moim.stunturn.turn;

import dev.moim.stunturn.stun.IpAddress;
import dev.moim.stunturn.stun.XorAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides whom a client may reach through a relay. Everything is denied but this server's own media, and what the
/// operator has opened and no rule denies. Immutable.
final class PeerPolicy {
    enum Verdict {
        /// This process' own media: handed over inside.
        SERVER,
        /// Somewhere else, by a relay socket.
        OPENED,
        DENIED
    }

    private final List<IpPrefix> opened;
    private final List<IpPrefix> denied;
    private final int firstPort;
    private final int lastPort;
    private final Set<XorAddress> serverAddresses;
    private final Set<IpAddress> serverIps = new HashSet<>();

    /// @param opened may be empty, and should be
    /// @param denied wins over opened
    /// @param server transport addresses of this process' own media
    PeerPolicy(
            List<IpPrefix> opened,
            List<IpPrefix> denied,
            int firstPort,
            int lastPort,
            Collection<InetSocketAddress> server) {
        this.opened = List.copyOf(opened);
        this.denied = List.copyOf(denied);
        this.firstPort = firstPort;
        this.lastPort = lastPort;
        this.serverAddresses = new HashSet<>();
        for (InetSocketAddress address : server) {
            IpAddress ip = EmbeddedIpv4.canonical(IpAddress.of(address.getAddress()));
            if (ip != null) {
                serverAddresses.add(new XorAddress(ip, address.getPort()));
                serverIps.add(ip);
            }
        }
    }

    PeerPolicy withServer(Collection<InetSocketAddress> server) {
        return new PeerPolicy(opened, denied, firstPort, lastPort, server);
    }

    /// Whether relays need sockets at all.
    boolean opensPeers() {
        return !opened.isEmpty();
    }

    /// Whom a datagram to this peer goes to.
    Verdict judge(XorAddress peer) {
        IpAddress meant = EmbeddedIpv4.canonical(peer.ip());
        if (meant != null && serverAddresses.contains(new XorAddress(meant, peer.port()))) {
            return Verdict.SERVER;
        }
        boolean port = peer.port() >= firstPort && peer.port() <= lastPort;
        return port && isOpened(peer.ip(), meant) ? Verdict.OPENED : Verdict.DENIED;
    }

    /// Whether any port of the address may be reached, which is all that a permission is about (RFC 8656 section 9).
    boolean permits(IpAddress ip) {
        IpAddress meant = EmbeddedIpv4.canonical(ip);
        return (meant != null && serverIps.contains(meant)) || isOpened(ip, meant);
    }

    /// Other ports of our own addresses are denied like any address that is denied: what listens there trusts this
    /// machine.
    private boolean isOpened(IpAddress ip, @Nullable IpAddress meant) {
        return meant != null
                && meant.equals(ip)
                && !serverIps.contains(ip)
                && denied.stream().noneMatch(prefix -> prefix.contains(ip))
                && opened.stream().anyMatch(prefix -> prefix.contains(ip));
    }
}
