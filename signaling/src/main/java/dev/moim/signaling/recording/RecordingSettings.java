package dev.moim.signaling.recording;

import dev.moim.signaling.room.RecordingRules;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How recordings are kept.
///
/// @param emptyGrace how long after the last one left a segment is closed
/// @param emptyLimit after which an empty room's recording stops
/// @param longest how long after its start a recording stops
/// @param queueMegabytes what may wait for the disk, for each recording, 1 to 1024; more becomes a gap
/// @param minFreeMegabytes with less free space none is started, and those under way stop
@ConfigurationProperties("moim.recording")
public record RecordingSettings(
        @Bindable(defaultValue = "30s") Duration emptyGrace,
        @Bindable(defaultValue = "1h") Duration emptyLimit,
        @Bindable(defaultValue = "24h") Duration longest,
        @Bindable(defaultValue = "32") int queueMegabytes,
        @Bindable(defaultValue = "512") long minFreeMegabytes) {
    private static final int MAX_QUEUE_MEGABYTES = 1024;

    public RecordingSettings {
        if (queueMegabytes < 1 || queueMegabytes > MAX_QUEUE_MEGABYTES || minFreeMegabytes < 0) {
            throw new IllegalArgumentException("moim.recording.queue-megabytes is 1 to 1024, nothing is below 0");
        }
    }

    /// What rooms go by.
    public RecordingRules rules() {
        return new RecordingRules(emptyGrace, emptyLimit, longest);
    }

    /// What may wait for the disk.
    public int queueBytes() {
        return queueMegabytes << 20;
    }
}
