package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;

/// The room tokens that were taken back.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface RevokedTokenRows extends GenericRepository<RevokedTokenRow, String> {
    RevokedTokenRow save(RevokedTokenRow token);

    boolean existsById(String id);

    @Query("delete from revoked_tokens where expires_at < :now")
    int deleteExpired(Instant now);
}
