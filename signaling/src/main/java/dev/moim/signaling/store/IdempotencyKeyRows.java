package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/// Remembered requests.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface IdempotencyKeyRows extends GenericRepository<IdempotencyKeyRow, IdempotencyKeyRow.Id> {
    /// @throws io.micronaut.data.exceptions.DataAccessException when the key was used before
    IdempotencyKeyRow save(IdempotencyKeyRow key);

    Optional<IdempotencyKeyRow> findById(IdempotencyKeyRow.Id id);

    @Query("delete from idempotency_keys where created_at < :before")
    int deleteOlder(Instant before);
}
