package dev.moim.signaling.queue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/// The default: H2 in a file.
class EmbeddedJobQueueTest extends JobQueueContract {
    @TempDir
    static Path data;

    @Override
    Map<String, Object> settings() {
        return Map.of("moim.data", data.toString());
    }
}
