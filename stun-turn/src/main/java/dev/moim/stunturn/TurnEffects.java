package dev.moim.stunturn;

import java.net.InetSocketAddress;

/// What a [TurnServer] wants done. Called on its thread during its own methods; buffers are valid during the call only;
/// must not block or throw. May call [TurnServer#fromServer], no other of its methods.
public interface TurnEffects {
    /// Sends to the client. For a stream the bytes are framed and padded already (RFC 8656 section 12.5).
    void toClient(ClientPath client, byte[] buffer, int offset, int length);

    /// A packet for this process' own ICE and media, as if received from [RelayedPath#source].
    void toServer(RelayedPath path, byte[] buffer, int offset, int length);

    /// Sends from a relay socket to a peer that the operator has opened.
    void toPeer(InetSocketAddress relayed, InetSocketAddress peer, byte[] buffer, int offset, int length);

    /// Opens a UDP socket whose datagrams come back by [TurnServer#fromPeer]. Only asked for if the operator has opened
    /// peers.
    ///
    /// @param relayed a public address of the server and a port of the configured range
    /// @return false if the port is taken
    boolean openRelay(InetSocketAddress relayed);

    /// Closes what [#openRelay] opened.
    void closeRelay(InetSocketAddress relayed);

    /// The client's allocation is over; a connection that has no other use may be closed.
    void onAllocationEnded(ClientPath client);
}
