package dev.moim.signaling.events;

import dev.moim.signaling.room.RoomId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Who waits for news of which room. Any thread.
final class Readers {
    private final ConcurrentMap<RoomId, Set<Reader>> byRoom = new ConcurrentHashMap<>();
    private final List<Consumer<Event>> ofAll = new CopyOnWriteArrayList<>();

    /// A subscription; one reader may have several, each its own.
    private final class Reader implements EventLog.Subscription {
        private final RoomId room;
        private final Runnable wake;

        Reader(RoomId room, Runnable wake) {
            this.room = room;
            this.wake = wake;
        }

        @Override
        public void close() {
            byRoom.computeIfPresent(room, (id, readers) -> {
                readers.remove(this);
                return readers.isEmpty() ? null : readers;
            });
        }
    }

    EventLog.Subscription add(RoomId room, Runnable wake) {
        var reader = new Reader(room, wake);
        byRoom.compute(room, (id, readers) -> {
            Set<Reader> all = readers == null ? ConcurrentHashMap.newKeySet() : readers;
            all.add(reader);
            return all;
        });
        return reader;
    }

    EventLog.Subscription add(Consumer<Event> reader) {
        ofAll.add(reader);
        return () -> ofAll.remove(reader);
    }

    void tell(Event event) {
        ofAll.forEach(reader -> reader.accept(event));
        byRoom.getOrDefault(event.room(), Set.of()).forEach(reader -> reader.wake.run());
    }
}
