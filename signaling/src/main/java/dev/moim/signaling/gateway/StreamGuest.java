package dev.moim.signaling.gateway;

import java.util.Optional;

/// Takes the connections that speak TURN or ICE instead of HTTP. Called on event loops; must not block for long.
public interface StreamGuest {
    /// What a connection carries.
    enum Kind {
        /// STUN messages and ChannelData (RFC 8656 section 12.5).
        TURN,
        /// ICE's checks, DTLS and media (RFC 6544), each behind its length (RFC 4571).
        ICE
    }

    /// A connection was opened; its first bytes come right after.
    ///
    /// @return empty to refuse it
    Optional<Intake> onOpened(Kind kind, StreamWire wire);

    /// Takes what arrives on one connection.
    interface Intake {
        /// @param bytes the callee's to keep
        void onBytes(byte[] bytes);

        /// Nothing more comes until [StreamWire#read].
        void onPause();

        /// Called once.
        void onClosed();
    }
}
