package dev.moim.stunturn.ice;

import dev.moim.stunturn.Candidate;
import dev.moim.stunturn.Candidate.Transport;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Turns addresses of this machine into candidates.
final class HostCandidates {
    /// Container hosts have hundreds of bridges; an answer that lists them all makes every client check them all.
    static final int MAX_CANDIDATES = 16;

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static final int UDP_TYPE_PREFERENCE = 126;
    private static final int MAX_LOCAL_PREFERENCE = 65_535;

    /// Below every UDP candidate, even reflexive ones: media over TCP is the last resort before a relay (RFC 6544
    /// section 4.2).
    private static final int TCP_TYPE_PREFERENCE = 90;

    /// RFC 6544 section 4.2: a host's passive candidates stand between its active and its simultaneous-open ones.
    private static final int PASSIVE_PREFERENCE = 4;

    private static final int MAX_OTHER_PREFERENCE = 8_191;
    private static final int RTP_COMPONENT = 1;

    private HostCandidates() {}

    /// The addresses of all interfaces that are up, none if the system does not tell.
    static List<InetAddress> interfaceAddresses() {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
                if (one.isUp()) {
                    one.inetAddresses().map(HostCandidates::withoutScope).forEach(addresses::add);
                }
            }
        } catch (SocketException unknown) {
            return addresses;
        }
        return addresses;
    }

    /// As a candidate writes it: Java names the interface behind every IPv6 address it found on one, even a global one,
    /// and browsers refuse a candidate that does.
    static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has a length that addresses have", e);
        }
    }

    /// Public addresses first, then interfaces' with IPv4 before IPv6, then loopback. Link-local addresses (they need
    /// a scope that no candidate can carry) only if there is nothing else. After UDP the same for TCP.
    ///
    /// @param tcpPort 0 for none
    static List<Candidate> list(IceSettings settings, List<InetAddress> interfaces, int udpPort, int tcpPort) {
        Set<InetAddress> ordered = new LinkedHashSet<>(settings.publicAddresses());
        addUsable(ordered, interfaces, false);
        if (ordered.isEmpty()) {
            addUsable(ordered, interfaces, true);
        }
        boolean loopback = settings.loopback() || ordered.isEmpty();
        List<InetAddress> listed = new ArrayList<>(
                ordered.stream().limit(MAX_CANDIDATES - (loopback ? 1 : 0)).toList());
        if (loopback && !listed.contains(LOOPBACK)) {
            listed.add(LOOPBACK);
        }
        List<Candidate> candidates = new ArrayList<>();
        for (InetAddress address : listed) {
            candidates.add(udp(candidates.size(), new InetSocketAddress(address, udpPort)));
        }
        if (tcpPort != 0) {
            for (int i = 0; i < listed.size(); i++) {
                candidates.add(tcp(i, candidates.size(), new InetSocketAddress(listed.get(i), tcpPort)));
            }
        }
        return List.copyOf(candidates);
    }

    private static void addUsable(Set<InetAddress> ordered, List<InetAddress> interfaces, boolean linkLocal) {
        for (boolean four : new boolean[] {true, false}) {
            for (InetAddress address : interfaces) {
                if (address instanceof Inet4Address == four
                        && address.isLinkLocalAddress() == linkLocal
                        && !address.isLoopbackAddress()
                        && !address.isAnyLocalAddress()
                        && !address.isMulticastAddress()) {
                    ordered.add(address);
                }
            }
        }
    }

    /// Each address is a base of its own, so each has a foundation of its own (RFC 8445 section 5.1.1.3), and its
    /// place in the list is its local preference (section 5.1.2.1).
    private static Candidate udp(int index, InetSocketAddress address) {
        return candidate(index, Transport.UDP, UDP_TYPE_PREFERENCE, MAX_LOCAL_PREFERENCE - index, address);
    }

    /// The local preference tells the direction first (RFC 6544 section 4.2).
    private static Candidate tcp(int index, int place, InetSocketAddress address) {
        int localPreference = (PASSIVE_PREFERENCE << 13) + MAX_OTHER_PREFERENCE - index;
        return candidate(place, Transport.TCP_PASSIVE, TCP_TYPE_PREFERENCE, localPreference, address);
    }

    private static Candidate candidate(
            int place, Transport transport, int typePreference, int localPreference, InetSocketAddress address) {
        long priority = ((long) typePreference << 24) + ((long) localPreference << 8) + 256 - RTP_COMPONENT;
        return new Candidate(Integer.toString(place + 1), transport, priority, address, Candidate.Type.HOST);
    }
}
