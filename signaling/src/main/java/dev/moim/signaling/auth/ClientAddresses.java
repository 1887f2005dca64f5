package dev.moim.signaling.auth;

import io.micronaut.context.annotation.Value;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Whom a request comes from, for limits. Any thread.
@Singleton
public final class ClientAddresses {
    /// Longer lists are nobody's honest way through proxies.
    private static final int MAX_HOPS = 32;

    private static final Pattern PORT = Pattern.compile("(?<=^[0-9.]{7,15}):[0-9]{1,5}$|(?<=]):[0-9]{1,5}$");

    private final List<IpSubnetFilterRule> proxies;

    /// @param trusted addresses or CIDR prefixes of the proxies in front of this server; what others say in headers is
    ///     their own invention
    /// @throws IllegalArgumentException when one of them is neither
    public ClientAddresses(@Value("${moim.trusted-proxies:}") List<String> trusted) {
        proxies = trusted.stream()
                .filter(text -> !text.isBlank())
                .map(ClientAddresses::rule)
                .toList();
    }

    /// What counts as one caller: an IPv4 address, or the /64 of an IPv6 address, which one person has all of.
    ///
    /// @param peer the other end of the TCP connection
    /// @param forwardedFor the values of `X-Forwarded-For`, in their order; believed as far as they were written by
    ///     proxies we trust
    public String of(InetSocketAddress peer, List<String> forwardedFor) {
        InetAddress address = peer.getAddress();
        if (address == null) {
            return "";
        }
        List<String> hops = forwardedFor.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .toList();
        int next = hops.size() - 1;
        int last = Math.max(0, hops.size() - MAX_HOPS);
        while (next >= last && isProxy(new InetSocketAddress(address, 0))) {
            try {
                address = InetAddress.ofLiteral(PORT.matcher(hops.get(next)).replaceFirst(""));
            } catch (IllegalArgumentException e) {
                // A proxy that hides its caller: the proxy is all we know.
                break;
            }
            next -= 1;
        }
        return caller(address);
    }

    /// Whether the other end of a TCP connection is one of the proxies that we trust.
    public boolean isProxy(InetSocketAddress peer) {
        return proxies.stream().anyMatch(rule -> rule.matches(peer));
    }

    private static String caller(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] prefix = Arrays.copyOf(Arrays.copyOf(address.getAddress(), 8), 16);
        try {
            return InetAddress.getByAddress(prefix).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    private static IpSubnetFilterRule rule(String text) {
        try {
            String[] parts = text.strip().split("/", 2);
            InetAddress address = InetAddress.ofLiteral(parts[0]);
            int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : address.getAddress().length * 8;
            return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "moim.trusted-proxies takes addresses and prefixes such as 10.0.0.0/8, not " + text, e);
        }
    }
}
