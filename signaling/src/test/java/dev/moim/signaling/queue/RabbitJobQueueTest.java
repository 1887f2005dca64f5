package dev.moim.signaling.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same promises with a real RabbitMQ between the rows and the work.
class RabbitJobQueueTest extends JobQueueContract {
    @TempDir
    static Path data;

    private final RabbitServer rabbit;

    RabbitJobQueueTest() throws IOException {
        rabbit = new RabbitServer();
    }

    @Override
    Map<String, Object> settings() {
        var settings = new HashMap<>(rabbit.settings());
        settings.put("moim.data", data.toString());
        return settings;
    }

    @AfterAll
    void stopRabbit() {
        rabbit.close();
    }

    @Test
    void losesNothingWhenTheBrokerIsKilledAndComesBack() throws IOException {
        int jobs = 30;
        for (int i = 0; i < jobs; i++) {
            submitOther("job-" + i);
        }
        rabbit.kill();
        for (int i = jobs; i < 2 * jobs; i++) {
            submitOther("job-" + i);
        }
        rabbit.restart();
        for (int i = 0; i < 2 * jobs; i++) {
            String key = "job-" + i;
            ScriptedWorker.await(key, () -> !worker().of(key).isEmpty());
        }
    }
}
