package dev.moim.stunturn;

import java.net.InetSocketAddress;

/// An address of this server that a browser may check (RFC 8445 section 5.1).
///
/// @param priority 1 to 2^31 - 1 (RFC 8445 section 5.1.2)
public record Candidate(String foundation, Transport transport, long priority, InetSocketAddress address, Type type) {
    private static final int RTP_COMPONENT = 1;

    /// How it is reached.
    public enum Transport {
        UDP,
        /// The client connects (RFC 6544 section 4.5).
        TCP_PASSIVE
    }

    /// How the address was found.
    public enum Type {
        HOST("host"),
        SERVER_REFLEXIVE("srflx");

        private final String token;

        Type(String token) {
            this.token = token;
        }

        /// As in `typ` of the candidate attribute (RFC 8839 section 5.1).
        public String token() {
            return token;
        }
    }

    /// The value of the candidate attribute (RFC 8839 section 5.1), for TCP with the extension of RFC 6544 section 4.5.
    public String attribute() {
        String common = address.getAddress().getHostAddress() + " " + address.getPort() + " typ " + type.token();
        return switch (transport) {
            case UDP -> foundation + " " + RTP_COMPONENT + " udp " + priority + " " + common;
            case TCP_PASSIVE ->
                foundation + " " + RTP_COMPONENT + " tcp " + priority + " " + common + " tcptype passive";
        };
    }
}
