package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/// The people who may sign in.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface UserRows extends GenericRepository<UserRow, String> {
    /// @throws io.micronaut.data.exceptions.DataAccessException when the name is taken
    UserRow save(UserRow user);

    Optional<UserRow> findById(String id);

    Optional<UserRow> findByFoldedName(String foldedName);

    @Query("select count(*) from users where administrator")
    long administrators();

    /// A page in the order of names.
    @Query("select * from users where folded_name > :after order by folded_name limit :limit")
    List<UserRow> page(String after, int limit);
}
