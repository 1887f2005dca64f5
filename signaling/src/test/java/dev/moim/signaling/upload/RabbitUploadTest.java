package dev.moim.signaling.upload;

import dev.moim.signaling.queue.RabbitServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The same with a real RabbitMQ between the rows and the uploads.
class RabbitUploadTest extends UploadTest {
    private static RabbitServer rabbit;

    private final String prefix = "test-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException {
        rabbit = new RabbitServer();
    }

    @AfterAll
    static void stop() {
        if (rabbit != null) {
            rabbit.close();
        }
    }

    @Override
    Map<String, Object> place() {
        var settings = new HashMap<>(rabbit.settings());
        settings.put("moim.rabbitmq.prefix", prefix);
        return settings;
    }
}
