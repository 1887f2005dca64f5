package dev.moim.signaling.queue;

import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/// Without its broker the server goes on, and what waits is in the database: worth a look, but no reason to restart it
/// or to send people elsewhere.
@Singleton
@Requires(property = "moim.queue", value = "rabbitmq")
@Requires(property = "datasources.default.url")
final class BrokerHealth implements HealthIndicator {
    private static final int SEVERITY = 100;
    /// Neither operational nor not: one that is operational would be hidden by the others' `UP`.
    private static final HealthStatus DEGRADED =
            new HealthStatus("DEGRADED", "RabbitMQ is away: uploads wait", null, SEVERITY);

    private final Broker broker;

    BrokerHealth(Broker broker) {
        this.broker = broker;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.fromSupplier(() -> HealthResult.builder("rabbitmq", broker.isUp() ? HealthStatus.UP : DEGRADED)
                .build());
    }
}
