package dev.moim.stunturn;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/// Answers the STUN of all sessions on the one UDP port as an ICE-lite agent (RFC 8445 section 2.5). Any thread.
public interface IceGateway {
    /// @param nowNanos of [System#nanoTime]; consent counts from here
    IceSession open(IceSession.Listener listener, long nowNanos);

    /// Takes one STUN datagram. What is malformed, unauthenticated or for nobody is counted and not answered, but for
    /// the errors that RFC 8445 wants for an authenticated request.
    ///
    /// @param buffer valid during the call only
    void onDatagram(byte[] buffer, int offset, int length, InetSocketAddress source, Reply reply, long nowNanos);

    /// The same for a message that came over no UDP address: a TCP connection (RFC 6544) or a TURN allocation of this
    /// process.
    ///
    /// @param path an [InnerAddress], which is what the session's listener is told
    /// @param mapped the client's own address on that path, for XOR-MAPPED-ADDRESS: the connection's other
    ///     end, or the relayed address
    void onMessage(
            byte[] buffer,
            int offset,
            int length,
            InetSocketAddress path,
            InetSocketAddress mapped,
            Reply reply,
            long nowNanos);

    /// Ends sessions without consent; call about once a second.
    void poll(long nowNanos);

    /// What answers list, most preferred first.
    List<Candidate> candidates();

    /// How many datagrams met each end, by a stable name: `answered`, `malformed`, `unknown_user`, …
    Map<String, Long> counters();

    /// Answers to the source of the datagram.
    @FunctionalInterface
    interface Reply {
        void send(byte[] buffer, int offset, int length);
    }
}
