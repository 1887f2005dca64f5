package dev.moim.signaling.upload;

import dev.moim.signaling.store.TestPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/// The same on PostgreSQL.
class PostgresUploadTest extends UploadTest {
    private static TestPostgres postgres;

    private Map<String, String> settings = Map.of();

    @BeforeAll
    static void start() throws IOException {
        postgres = new TestPostgres();
    }

    @BeforeEach
    void newDatabase() throws SQLException {
        settings = postgres.newDatabase();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    Map<String, Object> place() {
        return Map.copyOf(settings);
    }
}
