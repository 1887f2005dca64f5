package dev.moim.signaling.store;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/// The keys that must outlive the process.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface SigningKeyRows extends GenericRepository<SigningKeyRow, String> {
    SigningKeyRow save(SigningKeyRow key);

    Optional<SigningKeyRow> findById(String purpose);
}
