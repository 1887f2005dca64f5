package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.protocol.SharedMessage;

/// Where a participant's messages go. It numbers them, keeps them for a resume and outlives its connection. Any
/// thread; nothing here blocks.
public interface MessageSink {
    /// Takes a message; after [#close] it is dropped.
    void offer(ServerMessage message);

    /// Takes a message that goes to others too.
    default void offer(SharedMessage message) {
        offer(message.message());
    }

    /// Ends the connection, if there is one, and forgets what was kept.
    void close(CloseReason reason);

    /// Takes over the connection of another sink: the connection before, if any, is told and closed
    /// (`resumed-elsewhere`), then comes `resumed` and everything after `n`.
    ///
    /// @param n the highest number the client has
    /// @return false, and nothing is done, when what follows `n` is no longer kept
    boolean resume(MessageSink newcomer, long n);

    /// Whether a connection is there now.
    boolean connected();
}
