package dev.moim.stunturn.ice;

import dev.moim.stunturn.Candidate;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Turns addresses of this machine into candidates.
final class HostCandidates {
    /// Container hosts have hundreds of bridges; an answer that lists them all makes every client check them all.
    static final int MAX_CANDIDATES = 16;

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static final int HOST_TYPE_PREFERENCE = 126;
    private static final int MAX_LOCAL_PREFERENCE = 65_535;
    private static final int RTP_COMPONENT = 1;

    private HostCandidates() {}

    /// The addresses of all interfaces that are up, none if the system does not tell.
    static List<InetAddress> interfaceAddresses() {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
                if (one.isUp()) {
                    addresses.addAll(one.inetAddresses().toList());
                }
            }
        } catch (SocketException unknown) {
            return addresses;
        }
        return addresses;
    }

    /// Public addresses first, then interfaces' with IPv4 before IPv6, then loopback. Link-local addresses (they need
    /// a scope that no candidate can carry) only if there is nothing else.
    static List<Candidate> list(IceSettings settings, List<InetAddress> interfaces, int port) {
        Set<InetAddress> ordered = new LinkedHashSet<>(settings.publicAddresses());
        addUsable(ordered, interfaces, false);
        if (ordered.isEmpty()) {
            addUsable(ordered, interfaces, true);
        }
        boolean loopback = settings.loopback() || ordered.isEmpty();
        List<InetAddress> listed =
                ordered.stream().limit(MAX_CANDIDATES - (loopback ? 1 : 0)).toList();
        List<Candidate> candidates = new ArrayList<>();
        for (InetAddress address : listed) {
            candidates.add(candidate(candidates.size(), address, port));
        }
        if (loopback && !listed.contains(LOOPBACK)) {
            candidates.add(candidate(candidates.size(), LOOPBACK, port));
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
    private static Candidate candidate(int index, InetAddress address, int port) {
        long priority = ((long) HOST_TYPE_PREFERENCE << 24)
                + ((long) (MAX_LOCAL_PREFERENCE - index) << 8)
                + 256
                - RTP_COMPONENT;
        return new Candidate(
                Integer.toString(index + 1), priority, new InetSocketAddress(address, port), Candidate.Type.HOST);
    }
}
