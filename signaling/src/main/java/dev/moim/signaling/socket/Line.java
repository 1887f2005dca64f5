package dev.moim.signaling.socket;

import dev.moim.signaling.room.CloseReason;

/// An open connection as its outbox sees it. Nothing here blocks.
interface Line {
    void send(String json);

    void close(CloseReason reason);

    /// From now on the connection belongs to this outbox.
    void moveTo(Outbox outbox);

    /// The join or resume was refused; the client may try again.
    void onRefused();
}
