package dev.moim.signaling.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.Disk;
import dev.moim.signaling.store.EventRow;
import dev.moim.signaling.store.EventRows;
import dev.moim.signaling.store.NumberInRoom;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.TransactionStatus;
import io.micronaut.transaction.annotation.ReadOnly;
import io.micronaut.transaction.annotation.Transactional;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The event log in the database.
@Singleton
class StoredEventLog implements EventLog {
    private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};

    private final EventRows rows;
    private final ObjectMapper json;
    private final ApplicationEventPublisher<Appended> publisher;
    private final Disk disk;
    private final TransactionOperations<Connection> transactions;
    private final RoomLocks locks = new RoomLocks();
    private final Readers readers = new Readers();

    StoredEventLog(
            EventRows rows,
            ObjectMapper json,
            ApplicationEventPublisher<Appended> publisher,
            Disk disk,
            TransactionOperations<Connection> transactions) {
        this.rows = rows;
        this.transactions = transactions;
        this.disk = disk;
        this.json = json;
        this.publisher = publisher;
    }

    /// Told to the transaction, which passes it on when it commits.
    record Appended(Event event) {}

    @Override
    @Transactional
    public Event append(RoomId room, String type, Instant at, Map<String, Object> data) {
        // PostgreSQL keeps microseconds; the caller gets what a reader will get.
        Instant kept = at.truncatedTo(ChronoUnit.MICROS);
        locks.hold(room, transaction());
        if (rows.claimNumber(room.value()) == 0 && rows.openLog(room.value()) == 0) {
            throw new IllegalStateException("no events without a room: " + room);
        }
        long number = rows.lastNumber(room.value()).orElseThrow();
        rows.save(new EventRow(new NumberInRoom(room.value(), number), type, kept, write(data)));
        var event = new Event(room, number, type, kept, data);
        publisher.publishEvent(new Appended(event));
        return event;
    }

    @Override
    @Transactional
    public Event close(RoomId room, Instant at) {
        Event last = append(room, Event.ROOM_DELETED, at, Map.of());
        rows.closeLog(room.value(), last.at());
        return last;
    }

    @TransactionalEventListener
    void onCommit(Appended appended) {
        // A reader must not see a number that a killed process would give away again.
        disk.sync();
        readers.tell(appended.event());
    }

    @Override
    @ReadOnly
    public List<Event> after(RoomId room, long number, int limit) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit is 1 to 1000");
        }
        return rows.after(room.value(), number, limit).stream()
                .map(row -> new Event(room, row.key().number(), row.type(), row.happenedAt(), read(row.data())))
                .toList();
    }

    @Override
    @ReadOnly
    public long last(RoomId room) {
        return rows.lastNumber(room.value()).orElse(0L);
    }

    @Override
    public Subscription subscribe(RoomId room, Runnable wake) {
        return readers.add(room, wake);
    }

    @Override
    public Subscription subscribe(Consumer<Event> reader) {
        return readers.add(reader);
    }

    private TransactionStatus<?> transaction() {
        return transactions
                .findTransactionStatus()
                .orElseThrow(() -> new IllegalStateException("append runs in a transaction"));
    }

    private String write(Map<String, Object> data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> read(String data) {
        try {
            return json.readValue(data, DATA);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
