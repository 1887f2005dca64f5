package dev.moim.stunturn;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Relays for clients that reach this server but not its media port (RFC 8656). One thread owns it; what it wants done
/// it says to its [TurnEffects]. Of several instances on one port each keeps the clients whose packets it gets.
public interface TurnServer {
    /// Addresses at which this server's own media can be reached, most preferred first: the peers that are always
    /// allowed. The first of a family names relayed addresses. To be told before clients come and on every change.
    void onServerAddresses(List<InetSocketAddress> addresses);

    /// Takes one message of a client: STUN or ChannelData. On a stream exactly one, without its padding.
    ///
    /// @param buffer valid during the call only
    /// @param nowNanos of [System#nanoTime]
    void onClient(ClientPath client, byte[] buffer, int offset, int length, long nowNanos);

    /// A stream was closed; its allocation goes with it (RFC 8656 section 7).
    void onClientGone(ClientPath client);

    /// Takes a packet of this process to a client. To spare a copy the header is written before the packet: the 4
    /// bytes before it and, if the buffer goes on, the 3 after it belong to the callee.
    ///
    /// @param path the [RelayedPath#source] it goes to
    /// @return false if no one is there any more or did not permit it
    boolean fromServer(InetSocketAddress path, byte[] buffer, int offset, int length, long nowNanos);

    /// Takes a datagram that came to a relay socket; room as with [#fromServer].
    void fromPeer(
            InetSocketAddress relayed, InetSocketAddress peer, byte[] buffer, int offset, int length, long nowNanos);

    /// Ends allocations at once. New ones are prevented by whoever knows who is welcome.
    ///
    /// @param subjects of [TurnCredentials#username], what follows the colon
    /// @return how many ended
    int revoke(Predicate<String> subjects);

    /// Ends what is out of time; call about once a second.
    ///
    /// @param now against it the expiry of credentials is checked
    void poll(long nowNanos, Instant now);

    /// Living allocations; any thread.
    int allocations();

    /// How many messages met each end, by a stable name; any thread.
    Map<String, Long> counters();
}
