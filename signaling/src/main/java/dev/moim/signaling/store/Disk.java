package dev.moim.signaling.store;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.data.connection.ConnectionStatus;
import io.micronaut.data.connection.support.AbstractConnectionOperations;
import io.micronaut.data.connection.support.ConnectionCustomizer;
import jakarta.annotation.PostConstruct;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/// Puts what was committed into the database file before anyone is told. Left alone, H2 collects commits for half a
/// second, and a killed process loses them. (With `WRITE_DELAY=0` H2 writes at each commit by itself, but reuses no
/// space while it runs: the file grew by 1.5 kB with every commit. `CHECKPOINT` returns before the file is written.)
/// PostgreSQL needs no help. Any thread.
@Context
@Requires(property = "datasources.default.url")
public class Disk implements ConnectionCustomizer<Connection> {
    private final boolean embedded;
    private final BeanProvider<ConnectionOperations<Connection>> connections;

    Disk(@Value("${datasources.default.url}") String url, BeanProvider<ConnectionOperations<Connection>> connections) {
        this.embedded = url.startsWith("jdbc:h2:");
        this.connections = connections;
    }

    /// Nobody else does: a customizer is not found by being a bean.
    @PostConstruct
    void register() {
        if (embedded) {
            ((AbstractConnectionOperations<Connection>) connections.get()).addConnectionCustomizer(this);
        }
    }

    /// Returns when everything committed so far outlives the process. For use between a commit and the end of its
    /// connection; elsewhere it happens by itself.
    public void sync() {
        connections.get().findConnectionStatus().ifPresent(status -> sync(status.getConnection()));
    }

    @Override
    public <R> Function<ConnectionStatus<Connection>, R> intercept(Function<ConnectionStatus<Connection>, R> work) {
        return status -> {
            R result = work.apply(status);
            if (!status.getDefinition().isReadOnly().orElse(false)) {
                sync(status.getConnection());
            }
            return result;
        };
    }

    private void sync(Connection connection) {
        if (!embedded) {
            return;
        }
        try {
            var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            MVStore file = session.getDatabase().getStore().getMvStore();
            if (file.getFileStore() == null) {
                return; // a database in memory, as some tests have it
            }
            file.commit();
            // The commit leaves the writing to two threads of H2: this runs when both are done with what they have.
            file.executeFilestoreOperation(() -> {});
        } catch (SQLException | MVStoreException e) {
            throw new IllegalStateException("the database file cannot be written", e);
        }
    }
}
