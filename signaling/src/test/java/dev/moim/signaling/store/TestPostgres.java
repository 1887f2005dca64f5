package dev.moim.signaling.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/// A real PostgreSQL for one test class.
public final class TestPostgres implements AutoCloseable {
    private static final String USER = "postgres";

    private final EmbeddedPostgres server;

    public TestPostgres() throws IOException {
        server = EmbeddedPostgres.start();
    }

    /// What makes the service use it.
    public Map<String, String> settings() {
        return Map.of("datasources.default.url", server.getJdbcUrl(USER, USER), "datasources.default.username", USER);
    }

    /// The same with an empty database.
    public Map<String, String> newDatabase() throws SQLException {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return Map.of("datasources.default.url", server.getJdbcUrl(USER, name), "datasources.default.username", USER);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
