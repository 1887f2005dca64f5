package dev.moim.signaling.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;

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

    @Override
    public void close() throws IOException {
        server.close();
    }
}
