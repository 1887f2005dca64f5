package dev.moim.signaling.conference;

import dev.moim.stunturn.turn.TurnSettings;
import dev.moim.stunturn.turn.TurnSettings.PortRange;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// What the relay may do and how clients find it.
///
/// @param host name or address in its URLs; empty for the one that a client came by
/// @param tcpPort TCP port in its URLs and in candidates; 0 for the one that is bound
/// @param peers ranges such as `192.0.2.0/24`, separated by commas, that may be relayed to besides this server's media
/// @param peerPorts their ports, as `first-last`
/// @param relayPorts ports of relayed addresses; sockets have them only when peers are opened
@ConfigurationProperties("moim.turn")
record RelaySettings(
        @Bindable(defaultValue = "") String host,
        @Bindable(defaultValue = "0") int tcpPort,
        @Bindable(defaultValue = "") String peers,
        @Bindable(defaultValue = "1024-65535") String peerPorts,
        @Bindable(defaultValue = "49152-65535") String relayPorts) {
    /// As in a URL; browsers fail to join with one that they cannot read.
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{0,253}|\\[[0-9A-Fa-f:.]{2,45}]");

    RelaySettings {
        host = host.strip();
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "moim.turn.host is a name or an address without a port, IPv6 as [2001:db8::1], not " + host);
        }
        if (tcpPort < 0 || tcpPort > 65535) {
            throw new IllegalArgumentException("moim.turn.tcp-port is 0 to 65535");
        }
    }

    /// The settings of one of several relays, each of which has its part of the ports.
    TurnSettings of(int index, int count) {
        PortRange all = range("relay-ports", relayPorts);
        int part = (all.last() - all.first() + 1) / count;
        if (part < 1) {
            throw new IllegalArgumentException("moim.turn.relay-ports has less ports than there are media loops");
        }
        int first = all.first() + index * part;
        TurnSettings usual = TurnSettings.DEFAULT;
        return new TurnSettings(
                usual.realm(),
                peerList(),
                range("peer-ports", peerPorts),
                new PortRange(first, first + part - 1),
                usual.allocationsPerSubject(),
                usual.allocationsPerSource(),
                Math.min(usual.allocations(), part),
                index);
    }

    private List<String> peerList() {
        return Arrays.stream(peers.split(","))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .toList();
    }

    private static PortRange range(String name, String text) {
        String[] ends = text.strip().split("-", -1);
        try {
            return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("moim.turn." + name + " takes ports as 49152-65535, not " + text, e);
        }
    }
}
