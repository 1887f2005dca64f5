package dev.moim.signaling.rest;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.TestInstance;

/// A server on a free port with an empty database of its own for one test class.
@MicronautTest(transactional = false, rebuildContext = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RestTest implements TestPropertyProvider {
    @Override
    public Map<String, String> getProperties() {
        var settings = new HashMap<>(Map.of(
                "micronaut.server.port",
                "-1",
                "moim.udp-port",
                "0",
                "moim.media-loops",
                "1",
                "datasources.default.url",
                "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1"));
        settings.putAll(settings());
        return settings;
    }

    /// What a test class wants other than the default.
    Map<String, String> settings() {
        return Map.of();
    }
}
