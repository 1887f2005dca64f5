package dev.moim.signaling.queue;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Does the work that comes over the broker, in the server or in a process of its own. Any thread.
@Singleton
@Requires(property = "moim.queue", value = "rabbitmq")
public class Labours {
    private static final Duration STOP = Duration.ofSeconds(2);

    private final Broker broker;
    private final BrokerSettings settings;
    private final List<Labour> labours;
    private final List<LabourRunner> runners = new ArrayList<>();

    Labours(Broker broker, BrokerSettings settings, List<Labour> labours) {
        this.broker = broker;
        this.settings = settings;
        this.labours = labours;
    }

    @EventListener
    void onStart(StartupEvent started) {
        if (settings.workHere()) {
            for (var labour : labours) {
                var runner = new LabourRunner(broker, settings, labour);
                runner.start();
                runners.add(runner);
            }
        }
    }

    /// Whether the broker is there.
    public boolean isConnected() {
        return broker.isUp();
    }

    /// Takes no more orders. Those that are not done in a moment go to somebody else.
    @PreDestroy
    void stop() {
        broker.stopConsuming();
        Instant limit = Instant.now().plus(STOP);
        try {
            while (!runners.stream().allMatch(LabourRunner::isIdle)
                    && Instant.now().isBefore(limit)) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        broker.close();
    }
}
