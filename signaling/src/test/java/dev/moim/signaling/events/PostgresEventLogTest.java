package dev.moim.signaling.events;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/// A real PostgreSQL of its own.
class PostgresEventLogTest extends EventLogContract {
    private final EmbeddedPostgres postgres;

    PostgresEventLogTest() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @Override
    Map<String, Object> database() {
        return Map.of(
                "datasources.default.url",
                postgres.getJdbcUrl("postgres", "postgres"),
                "datasources.default.username",
                "postgres");
    }

    @AfterAll
    void stop() throws IOException {
        postgres.close();
    }
}
