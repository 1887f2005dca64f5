package dev.moim.signaling.alerts;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// @param heartbeat a comment is sent after so much silence, so that proxies keep the stream open
/// @param slowLimit a reader that takes nothing for so long is sent away
/// @param maxStreams open at a time; each costs a virtual thread and a connection
@ConfigurationProperties("moim.alerts")
record AlertSettings(
        @Bindable(defaultValue = "15s") Duration heartbeat,
        @Bindable(defaultValue = "30s") Duration slowLimit,
        @Bindable(defaultValue = "1000") int maxStreams) {}
