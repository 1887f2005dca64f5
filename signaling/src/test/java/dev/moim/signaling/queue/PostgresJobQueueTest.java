package dev.moim.signaling.queue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/// A real PostgreSQL of its own.
class PostgresJobQueueTest extends JobQueueContract {
    private final EmbeddedPostgres postgres;

    PostgresJobQueueTest() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @Override
    Map<String, Object> settings() {
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
