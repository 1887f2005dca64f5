package dev.moim.stunturn;

import java.net.InetSocketAddress;

/// One peer's ICE-lite session. Any thread.
public interface IceSession extends AutoCloseable {
    /// What the answer says.
    IceCredentials credentials();

    /// Makes new credentials for an ICE restart (RFC 8445 section 9). The old ones stay valid until the first check
    /// with the new ones, and at most 30 s. After [#close] or expiry the new ones are valid for nothing.
    IceCredentials restart();

    /// Forgets the session; its listener is not called any more, but for a call that is under way.
    @Override
    void close();

    /// Is told what the session's checks prove. Called on the thread that delivered the datagram or polled; several
    /// threads at once; must not block.
    interface Listener {
        /// An authenticated check came from this address. Called for the first check from an address, and again when
        /// it becomes nominated (USE-CANDIDATE). Called before the answer to the check is sent.
        void onPath(InetSocketAddress remote, boolean nominated);

        /// No authenticated check came from this address for 30 s: consent to send to it is over (RFC 7675). Or
        /// none came for a while, and another session has the address now. If it comes back while the session
        /// lives, it is told by [#onPath] as if new.
        default void onPathLost(InetSocketAddress remote) {}

        /// No authenticated check for 30 s (RFC 7675): the peer is gone. Called once, after [#onPathLost] for every
        /// path.
        void onExpired();
    }
}
