package dev.moim.signaling.conference;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The relay's URLs (RFC 7065) as one client can use them.
///
/// @param tcpPort 0 for none
/// @param tls whether the TCP port speaks TLS
record RelayUrls(int udpPort, int tcpPort, boolean tls) {
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");
    private static final Pattern LOCALHOST = Pattern.compile("(?i)(.+\\.)?localhost\\.?");

    /// @param names of this server, from [#names] or the operator; at least one
    List<String> of(List<String> names) {
        List<String> urls = new ArrayList<>();
        urls.add("turn:" + names.getFirst() + ":" + udpPort + "?transport=udp");
        if (tcpPort != 0) {
            names.forEach(name -> urls.add("turn:" + name + ":" + tcpPort + "?transport=tcp"));
            if (tls) {
                // The certificate is for the name that the page came from.
                urls.add("turns:" + names.getLast() + ":" + tcpPort + "?transport=tcp");
            }
        }
        return urls;
    }

    /// A client that names this machine as itself is on it, or behind a proxy on it that hides the true name,
    /// or at the end of a tunnel to it. To the first and the second an address of this machine is of use: UDP
    /// that is sent to 127.0.0.1 from another address is answered from that other address, and browsers drop
    /// such answers. Through a tunnel only TCP goes, and only by the name.
    ///
    /// @param host the `Host` header of the client's request; it changes nobody else's answer
    /// @param own this server's address that candidates put first
    static List<String> names(String host, Supplier<InetAddress> own) {
        var names = new LinkedHashSet<String>();
        Matcher matcher = HOST.matcher(host);
        Optional<String> named = matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
        if (named.filter(name -> !isLoopback(name)).isEmpty()) {
            names.add(written(own.get()));
        }
        named.ifPresent(names::add);
        return List.copyOf(names);
    }

    private static boolean isLoopback(String name) {
        if (LOCALHOST.matcher(name).matches()) {
            return true;
        }
        try {
            String literal = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
            InetAddress address = InetAddress.ofLiteral(literal);
            return address.isLoopbackAddress() || address.isAnyLocalAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    private static String written(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
