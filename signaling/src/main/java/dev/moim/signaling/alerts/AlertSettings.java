package dev.moim.signaling.alerts;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// @param heartbeat a comment is sent after so much silence, so that proxies keep the stream open
/// @param slowLimit a reader that takes nothing for so long is sent away
/// @param recheck how often each stream looks into the database, for another process on it may have appended events or
///     withdrawn a token; what this process does reaches the streams at once
/// @param maxStreams open at a time; each costs a virtual thread and a connection
@ConfigurationProperties("moim.alerts")
record AlertSettings(
        @Bindable(defaultValue = "15s") Duration heartbeat,
        @Bindable(defaultValue = "30s") Duration slowLimit,
        @Bindable(defaultValue = "10s") Duration recheck,
        @Bindable(defaultValue = "1000") int maxStreams) {
    AlertSettings {
        if (!heartbeat.isPositive() || !recheck.isPositive()) {
            throw new IllegalArgumentException("moim.alerts.heartbeat and moim.alerts.recheck are longer than nothing");
        }
    }
}
