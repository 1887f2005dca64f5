package dev.moim.signaling.store;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How long things are kept.
///
/// @param events in the logs of rooms that exist
/// @param deletedRooms logs of deleted rooms: webhooks are tried for three days
/// @param deliveries in the delivery logs of webhooks
@ConfigurationProperties("moim.retention")
record RetentionSettings(
        @Bindable(defaultValue = "30d") Duration events,
        @Bindable(defaultValue = "4d") Duration deletedRooms,
        @Bindable(defaultValue = "7d") Duration deliveries) {}
