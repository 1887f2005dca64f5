package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Recordings. A change of a state makes a new version.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface RecordingRows extends GenericRepository<RecordingRow, String> {
    RecordingRow save(RecordingRow recording);

    Optional<RecordingRow> findById(String id);

    /// Orders those who change parts of one recording and then decide by all of them: the row is the caller's until its
    /// transaction ends. Without it each of the last two would take the other's part for unfinished.
    @Query("select * from recordings where id = :id for update")
    Optional<RecordingRow> lock(String id);

    /// One room's recordings, the newest first, those that come after a given one.
    @Query("select * from recordings where room_id = :room"
            + " and (started_at < :before or (started_at = :before and id > :afterId))"
            + " order by started_at desc, id limit :limit")
    List<RecordingRow> page(String room, Instant before, String afterId, int limit);

    @Query("select * from recordings where room_id = :room")
    List<RecordingRow> ofRoom(String room);

    /// Those whose media may still be written, stopped a moment ago or going on.
    @Query("select * from recordings where state in ('recording', 'paused')")
    List<RecordingRow> unfinished();

    /// The one recording of a room that goes on.
    @Query("select * from recordings where room_id = :room and stopped_at is null"
            + " and state in ('recording', 'paused')")
    Optional<RecordingRow> ongoing(String room);

    /// Changes the state if it is still what the caller believes.
    ///
    /// @return 1, or 0 when it is another one or the recording is gone
    @Query("update recordings set state = :to, version = version + 1 where id = :id and state = :from")
    int move(String id, String from, String to);

    /// @return 1, or 0 when it was stopped before or is gone
    @Query("update recordings set stopped_at = :at, version = version + 1 where id = :id and stopped_at is null")
    int stop(String id, Instant at);

    int deleteById(String id);
}
