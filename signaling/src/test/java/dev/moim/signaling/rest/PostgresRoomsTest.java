package dev.moim.signaling.rest;

import dev.moim.signaling.store.TestPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/// The same rooms, kept in PostgreSQL by setting.
class PostgresRoomsTest extends RoomsTest {
    private final TestPostgres postgres;

    PostgresRoomsTest() throws IOException {
        postgres = new TestPostgres();
    }

    @Override
    Map<String, String> settings() {
        return postgres.settings();
    }

    @AfterAll
    void stop() throws IOException {
        postgres.close();
    }
}
