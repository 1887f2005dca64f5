package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/// The rows of the event log. Numbers come from the room's row, whose lock orders the appends.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface EventRows extends GenericRepository<EventRow, NumberInRoom> {
    EventRow save(EventRow event);

    /// Takes the room's next number and keeps other appends to the room waiting until the transaction ends.
    ///
    /// @return 1, or 0 when there is no such room
    @Query("update rooms set last_event = last_event + 1 where id = :room")
    int claimNumber(String room);

    @Query("select last_event from rooms where id = :room")
    Optional<Long> lastNumber(String room);

    @Query("select * from events where room_id = :room and number > :number order by number limit :limit")
    List<EventRow> after(String room, long number, int limit);
}
