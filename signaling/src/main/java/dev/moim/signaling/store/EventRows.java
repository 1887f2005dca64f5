package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The rows of the event logs. Numbers come from the log's own row, whose lock orders the appends of processes on one
/// database.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface EventRows extends GenericRepository<EventRow, NumberInRoom> {
    EventRow save(EventRow event);

    /// Takes the log's next number and keeps other appends to it waiting until the transaction ends.
    ///
    /// @return 1, or 0 when there is no such log, or its room is deleted
    @Query("update event_logs set last_number = last_number + 1 where room_id = :room and closed_at is null")
    int claimNumber(String room);

    /// Opens the log of a room that has none; the first number is taken.
    ///
    /// @return 1, or 0 when there is no such room
    @Query("insert into event_logs (room_id, owner_id, last_number) select id, owner_id, 1 from rooms where id = :room")
    int openLog(String room);

    /// From now on nothing is appended.
    @Query("update event_logs set closed_at = :now where room_id = :room")
    void closeLog(String room, Instant now);

    /// Whether events can be appended to it.
    @Query("select count(*) > 0 from event_logs where room_id = :room and closed_at is null")
    boolean isOpen(String room);

    @Query("select last_number from event_logs where room_id = :room")
    Optional<Long> lastNumber(String room);

    @Query("select * from events where room_id = :room and number > :number order by number limit :limit")
    List<EventRow> after(String room, long number, int limit);

    /// Some of the events that happened before.
    @Query("delete from events where (room_id, number) in"
            + " (select room_id, number from events where happened_at < :before order by happened_at limit :limit)")
    int deleteOlder(Instant before, int limit);

    /// Logs of rooms that were deleted before, with their events.
    @Query("delete from event_logs where closed_at < :before")
    int deleteClosed(Instant before);
}
