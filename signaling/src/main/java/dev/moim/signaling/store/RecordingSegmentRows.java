package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/// Segments of recordings.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface RecordingSegmentRows extends GenericRepository<RecordingSegmentRow, NumberInRecording> {
    RecordingSegmentRow save(RecordingSegmentRow segment);

    boolean existsById(NumberInRecording key);

    @Query("select * from recording_segments where recording_id = :recording order by number")
    List<RecordingSegmentRow> of(String recording);

    @Query("select * from recording_segments where state = 'open' order by recording_id, number")
    List<RecordingSegmentRow> open();

    @Query("select count(*) from recording_segments where recording_id = :recording and state = 'open'")
    int countOpen(String recording);

    /// @return 1, or 0 when it is closed already or gone
    @Query("update recording_segments set state = 'closed', closed_at = :at"
            + " where recording_id = :recording and number = :number and state = 'open'")
    int close(String recording, int number, Instant at);
}
