package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/// Meetings that go on and who is in them, as the event log has it.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface AttendanceRows extends GenericRepository<PresentParticipantRow, PresentParticipantRow.Place> {
    PresentParticipantRow save(PresentParticipantRow participant);

    /// @return 1, or 0 when the log does not have this participant as inside
    @Query("delete from present_participants where room_id = :room and participant = :participant")
    int delete(String room, String participant);

    @Query("select * from present_participants where room_id = :room order by participant")
    List<PresentParticipantRow> present(String room);

    @Query("select count(*) from open_meetings where room_id = :room")
    long meetings(String room);

    @Query("insert into open_meetings (room_id) values (:room)")
    void begin(String room);

    /// @return 1, or 0 when the log has no meeting there
    @Query("delete from open_meetings where room_id = :room")
    int end(String room);

    /// Rooms with a meeting that goes on, or with somebody inside.
    @Query("select room_id from open_meetings union select room_id from present_participants")
    List<String> rooms();
}
