package dev.moim.signaling.queue;

import dev.moim.signaling.queue.BrokerMessages.Order;
import dev.moim.signaling.queue.BrokerMessages.Report;
import dev.moim.signaling.queue.BrokerMessages.State;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Hears what became of jobs that the broker has. A report is done with when its job's row says so; until then it comes
/// again, so that nothing is lost between the two.
@Singleton
@Requires(property = "moim.queue", value = "rabbitmq")
@Requires(property = "datasources.default.url")
class Reports {
    private static final Logger LOG = System.getLogger(Reports.class.getName());
    /// Fewer than the database has connections.
    private static final int AT_ONCE = 4;
    /// A database that is away gets the same report this much later.
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final BeanContext beans;
    private final Broker broker;
    private final BrokerSettings settings;
    private final StoredJobQueue queue;
    private volatile Map<String, RemoteWork> workers = Map.of();

    Reports(BeanContext beans, Broker broker, BrokerSettings settings, StoredJobQueue queue) {
        this.beans = beans;
        this.broker = broker;
        this.settings = settings;
        this.queue = queue;
    }

    @EventListener
    void onStart(StartupEvent started) {
        workers = beans.getBeansOfType(JobWorker.class).stream()
                .filter(RemoteWork.class::isInstance)
                .map(RemoteWork.class::cast)
                .collect(Collectors.toMap(JobWorker::kind, Function.identity()));
        broker.consume(settings.reports(), AT_ONCE, this::onMessage);
    }

    private void onMessage(Delivery delivery) {
        try {
            read(delivery);
            delivery.done();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a message in " + settings.reports().name() + " is none: it is thrown away");
            delivery.done();
        } catch (RuntimeException e) {
            if (!delivery.isAgain()) {
                LOG.log(Level.WARNING, "a report cannot be written down yet", e);
            }
            pause();
            delivery.giveBack();
        }
    }

    private void read(Delivery delivery) throws IOException {
        if (delivery.death().isEmpty()) {
            on(BrokerMessages.read(delivery.body(), Report.class));
        } else if (!delivery.death().equals("expired")) {
            // Whoever took it died of it. One that expired is made anew when its row is due.
            on(BrokerMessages.read(delivery.body(), Order.class).report(State.FAULT, ""));
        }
    }

    private void on(Report report) {
        var worker = workers.get(report.kind());
        var row = queue.running(report.job(), report.ticket());
        if (worker == null || row.isEmpty()) {
            return;
        }
        int attempt = row.get().consecutiveFailures() + 1;
        Instant now = Instant.now();
        switch (report.state()) {
            case WORKS -> queue.extend(report.job(), report.ticket(), now.plus(Dispatch.SILENCE));
            case DONE ->
                queue.finish(
                        report.job(), report.ticket(), worker.conclude(report.key(), attempt, report.outcome(), now));
            case FAULT -> queue.finish(report.job(), report.ticket(), worker.onFault(report.key(), attempt, now));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
