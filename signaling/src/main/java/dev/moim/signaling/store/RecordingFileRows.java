package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/// Files of closed segments.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface RecordingFileRows extends GenericRepository<RecordingFileRow, String> {
    RecordingFileRow save(RecordingFileRow file);

    Optional<RecordingFileRow> findById(String id);

    @Query("select * from recording_files where recording_id = :recording order by segment, name")
    List<RecordingFileRow> of(String recording);

    @Query("select * from recording_files where recording_id = :recording and segment = :segment and name = :name")
    Optional<RecordingFileRow> find(String recording, int segment, String name);
}
