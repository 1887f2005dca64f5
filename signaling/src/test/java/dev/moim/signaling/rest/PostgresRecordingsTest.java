package dev.moim.signaling.rest;

import dev.moim.signaling.store.TestPostgres;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/// The same recordings, kept in PostgreSQL by setting.
class PostgresRecordingsTest extends RecordingsTest {
    private final TestPostgres postgres;

    PostgresRecordingsTest() throws IOException {
        postgres = new TestPostgres();
    }

    @Override
    Map<String, String> settings() {
        var settings = new HashMap<>(super.settings());
        settings.putAll(postgres.settings());
        return settings;
    }

    @AfterAll
    void stop() throws IOException {
        postgres.close();
    }
}
