package dev.moim.stunturn;

import java.net.InetSocketAddress;

/// A UDP address of this server that a browser may check (RFC 8445 section 5.1).
///
/// @param priority 1 to 2^31 - 1 (RFC 8445 section 5.1.2)
public record Candidate(String foundation, long priority, InetSocketAddress address, Type type) {
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
}
