package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/// The sign-ins that still count.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface SessionRows extends GenericRepository<SessionRow, String> {
    SessionRow save(SessionRow session);

    Optional<SessionRow> findById(String id);

    boolean existsById(String id);

    /// Changes the secret if it is still the given one.
    ///
    /// @return 1, or 0 when someone else was faster
    @Query("update sessions set secret_hash = :next, previous_hash = :current, rotated_at = :now,"
            + " expires_at = :expiresAt where id = :id and secret_hash = :current")
    int rotate(String id, String current, String next, Instant now, Instant expiresAt);

    int deleteById(String id);

    @Query("delete from sessions where expires_at < :now")
    int deleteExpired(Instant now);
}
