package dev.moim.stunturn;

import java.net.InetSocketAddress;

/// The 5-tuple over which a client reaches us (RFC 8656 section 2.2), whatever carries it; the server's half is the
/// same for all. Equal paths are the same 5-tuple. Keep one object for each path: looking it up then costs nothing.
public sealed interface ClientPath {
    /// The client's address as this side sees it, resolved.
    InetSocketAddress address();

    /// Datagrams from a UDP address.
    record Datagram(InetSocketAddress address) implements ClientPath {}

    /// A TCP or TLS connection, where messages follow each other in one stream of bytes.
    ///
    /// @param connection never used again for another connection while the process lives
    record Stream(long connection, InetSocketAddress address) implements ClientPath {}
}
