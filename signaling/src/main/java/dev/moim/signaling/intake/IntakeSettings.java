package dev.moim.signaling.intake;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// The HTTP port's limits. Sockets of the signaling channel have their own.
///
/// @param maxConnections open at a time; more are closed at once
/// @param connectionsPerCaller of one IPv4 address or IPv6 /64; high because a whole office may share one address
/// @param requestLimit time from a new connection to the end of its first request, and for a request with a body from
///     its head to its end
/// @param idleLimit between an answer and the next request; more than proxies keep unused connections for
@ConfigurationProperties("moim.http")
record IntakeSettings(
        @Bindable(defaultValue = "4096") int maxConnections,
        @Bindable(defaultValue = "1024") int connectionsPerCaller,
        @Bindable(defaultValue = "10s") Duration requestLimit,
        @Bindable(defaultValue = "75s") Duration idleLimit) {
    IntakeSettings {
        if (maxConnections < 1 || connectionsPerCaller < 1) {
            throw new IllegalArgumentException("a limit of moim.http is below 1");
        }
        if (!requestLimit.isPositive() || !idleLimit.isPositive()) {
            throw new IllegalArgumentException("a time of moim.http is not above 0");
        }
    }
}
