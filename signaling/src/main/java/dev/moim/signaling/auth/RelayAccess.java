package dev.moim.signaling.auth;

import dev.moim.signaling.protocol.ServerMessage.IceServer;
import dev.moim.signaling.room.RoomId;
import java.util.List;

/// Who may use the relay. Any thread; does not block.
public interface RelayAccess {
    /// How the relay is reached, with credentials for this person in this room.
    ///
    /// @param host the `Host` header of the request, which names the server as the client knows it
    List<IceServer> servers(RoomGrant grant, String host);

    /// Ends what the token's person relays, and lets that person relay no more.
    void revoke(String tokenId);

    /// The same for everyone in the room.
    void endRoom(RoomId room);
}
