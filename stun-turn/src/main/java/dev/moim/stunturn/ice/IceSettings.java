package dev.moim.stunturn.ice;

import java.net.InetAddress;
import java.util.List;

/// What [IceLite] offers to clients.
///
/// @param publicAddresses addresses under which the UDP port is reachable from outside, listed first; may be empty
/// @param loopback whether 127.0.0.1 is listed, as the last; without any other address it always is
public record IceSettings(List<InetAddress> publicAddresses, boolean loopback) {
    /// The interfaces' own addresses, then loopback, so that a machine without a network works too.
    public static final IceSettings DEFAULT = new IceSettings(List.of(), true);

    public IceSettings {
        publicAddresses = List.copyOf(publicAddresses);
    }
}
