package dev.moim.signaling.events;

import dev.moim.signaling.room.RoomId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The numbered log of what happened in each room: gap-free, ordered, durable. Any thread; may block on the database.
public interface EventLog {
    /// Durable when it returns; inside a transaction, when that commits. Subscribers are told after that.
    Event append(RoomId room, String type, Instant at, Map<String, Object> data);

    /// Ends the log of a room that is deleted, with the event `room.deleted`; part of the caller's transaction. What it
    /// has can be read for some days still.
    Event close(RoomId room, Instant at);

    /// Events with a higher number, in order.
    ///
    /// @param limit 1 to 1000
    List<Event> after(RoomId room, long number, int limit);

    /// The number of the newest event, 0 before the first.
    long last(RoomId room);

    /// Wakes the reader after each append to the room; the reader then calls [#after]. Runs on the appending thread
    /// and must not block.
    Subscription subscribe(RoomId room, Runnable wake);

    /// Tells the reader each event of any room after its commit. Runs on the appending thread and must not block.
    Subscription subscribe(Consumer<Event> reader);

    /// Ends on close; closing twice is harmless.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
