package dev.moim.media;

/// Why a datagram or packet was not used. Each is a counter; bad network input is never an exception.
public enum DropReason {
    /// DTLS, RTP or RTCP from an address that ICE has not authenticated.
    UNREGISTERED_ADDRESS,
    /// First byte in none of the ranges of RFC 7983, or an empty datagram.
    UNKNOWN_PROTOCOL,
    /// The ring to the loop that owns the peer was full.
    LOOP_FULL,
    /// The handshake's queue was full.
    DTLS_QUEUE_FULL,
    /// A DTLS record that does not parse, or a ClientHello after the handshake.
    DTLS_MALFORMED,
    /// Media before the handshake was done.
    NOT_READY,
    RTP_MALFORMED,
    RTCP_MALFORMED,
    /// Already received, seen before decryption.
    DUPLICATE,
    /// SRTP authentication failed.
    AUTHENTICATION_FAILED,
    /// SRTP replay window.
    REPLAYED,
    /// No track for the SSRC, mid or rid, more SSRCs than a peer may have, or no memory left for one more stream.
    UNKNOWN_STREAM,
    /// A payload type that was not agreed.
    UNKNOWN_PAYLOAD_TYPE,
    /// A retransmission of something already here or too old.
    STALE_RETRANSMISSION,
    /// The subscriber's slot waits for a key frame.
    WAITING_FOR_KEY_FRAME,
    /// The subscriber cannot decode the source's codec.
    CODEC_MISMATCH,
    /// No free packet buffer, or the subscriber's queue was full.
    SEND_QUEUE_FULL,
    /// The packet would have been the second one under an index of its SRTP key; counts as [#SEND_FAILED] too. Never
    /// happens unless something here numbers packets wrongly.
    SRTP_INDEX_USED,
    /// The operating system refused the datagram, or the packet was not protected.
    SEND_FAILED
}
