package dev.moim.signaling.events;

import dev.moim.signaling.store.TestPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/// A real PostgreSQL of its own.
class PostgresEventLogTest extends EventLogContract {
    private final TestPostgres postgres;

    PostgresEventLogTest() throws IOException {
        postgres = new TestPostgres();
    }

    @Override
    Map<String, Object> database() {
        return Map.copyOf(postgres.settings());
    }

    @AfterAll
    void stop() throws IOException {
        postgres.close();
    }
}
