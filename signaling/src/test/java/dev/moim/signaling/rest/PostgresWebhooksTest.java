package dev.moim.signaling.rest;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/// The same webhooks, kept in PostgreSQL by setting.
class PostgresWebhooksTest extends WebhooksTest {
    private final EmbeddedPostgres postgres;

    PostgresWebhooksTest() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @Override
    Map<String, String> settings() {
        var settings = new HashMap<>(super.settings());
        settings.put("datasources.default.url", postgres.getJdbcUrl("postgres", "postgres"));
        settings.put("datasources.default.username", "postgres");
        return settings;
    }

    @AfterAll
    void stop() throws IOException {
        postgres.close();
    }
}
