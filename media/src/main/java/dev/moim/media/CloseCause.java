package dev.moim.media;

/// Why a peer's media path ended on its own.
public enum CloseCause {
    /// No DTLS association came about.
    HANDSHAKE_FAILED,
    /// The peer ended its DTLS association.
    CLOSED_BY_PEER,
    /// A fault of ours.
    FAULT
}
