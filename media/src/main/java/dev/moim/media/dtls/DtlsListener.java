package dev.moim.media.dtls;

/// Takes what a [DtlsAssociation] yields. All calls come from the association's own thread, one at a time, and must
/// return soon.
public interface DtlsListener {
    /// A datagram of at most 1200 bytes to send to the other side; the array belongs to the listener.
    void onDatagram(byte[] datagram);

    /// The handshake is done. Called once, before the datagram that tells the other side so.
    void onKeys(SrtpKeys keys);

    /// The last call: the handshake failed, the other side closed, or [DtlsAssociation#close] was called.
    ///
    /// @param reason for logs and events; shows no secret
    void onClosed(String reason);
}
