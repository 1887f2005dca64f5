package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Rooms and their settings.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface RoomRows extends GenericRepository<RoomRow, String> {
    RoomRow save(RoomRow room);

    Optional<RoomRow> findById(String id);

    boolean existsById(String id);

    /// One owner's rooms, the newest first, those that come after a given one.
    @Query("select * from rooms where owner_id = :owner"
            + " and (created_at < :before or (created_at = :before and id > :afterId))"
            + " order by created_at desc, id limit :limit")
    List<RoomRow> page(String owner, Instant before, String afterId, int limit);

    /// Changes the settings if nobody else did since the version was read.
    ///
    /// @return 1, or 0 when the version is another one or the room is gone
    @Query("update rooms set name = :name, guests = :guests, max_participants = :maxParticipants,"
            + " version = version + 1 where id = :id and version = :version")
    int change(String id, long version, String name, boolean guests, int maxParticipants);

    int deleteById(String id);
}
