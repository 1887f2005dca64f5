package dev.moim.signaling.events;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/// The default: H2 in a file.
class EmbeddedEventLogTest extends EventLogContract {
    @TempDir
    static Path data;

    @Override
    Map<String, Object> database() {
        return Map.of("moim.data", data.toString());
    }
}
