package dev.moim.signaling.upload;

import dev.moim.signaling.store.RecordingRow;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

/// What uploads change of recordings and their files.
@JdbcRepository(dialect = Dialect.POSTGRES)
interface UploadRows extends GenericRepository<RecordingRow, String> {
    @Query("update recording_files set upload = 'uploaded' where id = :file")
    int markUploaded(String file);

    @Query("update recording_files set upload = 'failed' where id = :file and upload = 'waiting'")
    int markFailed(String file);

    @Query("update recording_files set upload = 'waiting' where recording_id = :recording and upload = 'failed'")
    int markWaiting(String recording);

    @Query("update recording_files set on_disk = false where id = :file")
    int markRemoved(String file);
}
