package dev.moim.media.router;

/// A peer's way out, as the router sees it: takes plaintext, protects it in place and hands it to the network. Called
/// on the loop that owns the room; the packets of one [Router#poll] come peer by peer, so that consecutive packets of
/// equal size can leave as one segmented send.
public interface PeerLink {
    /// Bytes that must be free behind the packet for the authentication tag and the SRTCP index.
    int TAIL_BYTES = 32;

    /// Sends an RTP packet. The callee changes the bytes and up to [#TAIL_BYTES] behind them, and keeps nothing.
    ///
    /// @return false when the packet was not sent
    boolean sendRtp(byte[] buffer, int offset, int length);

    /// Sends a compound RTCP packet, under the terms of [#sendRtp].
    ///
    /// @return false when the packet was not sent
    boolean sendRtcp(byte[] buffer, int offset, int length);
}
