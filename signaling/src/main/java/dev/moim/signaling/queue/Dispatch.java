package dev.moim.signaling.queue;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// Brings jobs to the broker. The row stays: with a ticket that names the run, and due again when the run must be taken
/// for lost. So a job lives for as long as the database does, whatever becomes of the broker.
@Singleton
@Requires(property = "moim.queue", value = "rabbitmq")
@Requires(property = "datasources.default.url")
class Dispatch {
    /// How many jobs of a kind are on their way to the broker, or wait for it to come back.
    static final int CONCURRENCY = 4;

    /// For how long an order may wait until somebody takes it. Then it is gone from the broker, and made anew.
    static final Duration WAIT = Duration.ofMinutes(15);

    /// After so long without a word of whoever works on it, a run is lost.
    static final Duration SILENCE = Duration.ofMinutes(3);

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Broker broker;
    private final BrokerSettings settings;
    private final StoredJobQueue queue;

    Dispatch(Broker broker, BrokerSettings settings, StoredJobQueue queue) {
        this.broker = broker;
        this.settings = settings;
        this.queue = queue;
    }

    /// What became of a job that was to be sent.
    sealed interface Sent {
        record Waits(Instant due) implements Sent {}

        record Over(JobResult result) implements Sent {}

        /// The broker has not confirmed it.
        record NotYet() implements Sent {}

        /// Nobody wants it any more.
        record Gone() implements Sent {}
    }

    /// Reports that came while nobody was here are still in their queue: let them be read first.
    void onStart() {
        queue.extendAll(Instant.now().plus(SILENCE));
    }

    /// Waits for the broker for as long as the server goes on.
    Sent send(RemoteWork worker, Job job, JobKey key, long version, int failures, BooleanSupplier goesOn) {
        try {
            while (!broker.awaitUp(LOOK)) {
                if (!goesOn.getAsBoolean()) {
                    return new Sent.NotYet();
                }
            }
            return switch (worker.order(job, failures + 1, Instant.now())) {
                case RemoteWork.Step.Nothing(JobResult result) -> new Sent.Over(result);
                case RemoteWork.Step.CarryOut(String text) -> send(key, version, text);
            };
        } catch (BrokerAwayException e) {
            return new Sent.NotYet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Sent.NotYet();
        }
    }

    private Sent send(JobKey key, long version, String text) throws BrokerAwayException, InterruptedException {
        String ticket = UUID.randomUUID().toString();
        if (!queue.issue(key, version, ticket)) {
            return new Sent.Gone();
        }
        Instant due = Instant.now().plus(WAIT);
        byte[] order = BrokerMessages.write(new BrokerMessages.Order(key.kind(), key.key(), ticket, text));
        broker.publish(settings.orders(key.kind()), order, WAIT);
        return new Sent.Waits(due);
    }
}
