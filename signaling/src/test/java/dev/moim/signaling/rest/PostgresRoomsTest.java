package dev.moim.signaling.rest;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/// The same rooms, kept in PostgreSQL by setting.
class PostgresRoomsTest extends RoomsTest {
    private final EmbeddedPostgres postgres;

    PostgresRoomsTest() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @Override
    Map<String, String> settings() {
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
