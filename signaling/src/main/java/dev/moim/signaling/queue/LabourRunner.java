package dev.moim.signaling.queue;

import dev.moim.signaling.queue.BrokerMessages.Order;
import dev.moim.signaling.queue.BrokerMessages.Report;
import dev.moim.signaling.queue.BrokerMessages.State;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes orders of one kind from the broker, carries them out and reports. An order is done with when the broker has
/// the report; a process that dies before leaves it to the next one.
final class LabourRunner {
    private static final Logger LOG = System.getLogger(LabourRunner.class.getName());
    /// How often whoever works says so: often enough for [Dispatch#SILENCE].
    private static final Duration BEAT = Duration.ofSeconds(30);
    /// RabbitMQ closes the channel of whoever keeps a message for 30 minutes. From here on the beats alone keep it.
    private static final Duration KEEP = Duration.ofMinutes(20);
    /// A report is worth nothing when the run is lost anyway.
    private static final Duration REPORT_LIFE = Duration.ofDays(7);

    private final Broker broker;
    private final BrokerSettings settings;
    private final Labour labour;
    private final Semaphore places;
    /// What is under way here, by key. An order that comes again after a cut connection finds its first run.
    private final Map<String, CompletableFuture<String>> running = new ConcurrentHashMap<>();

    LabourRunner(Broker broker, BrokerSettings settings, Labour labour) {
        this.broker = broker;
        this.settings = settings;
        this.labour = labour;
        places = new Semaphore(labour.concurrency());
    }

    void start() {
        broker.consume(settings.orders(labour.kind()), labour.concurrency(), this::onMessage);
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    private void onMessage(Delivery delivery) {
        try {
            carryOut(BrokerMessages.read(delivery.body(), Order.class), delivery);
            delivery.done();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "a message in " + settings.orders(labour.kind()).name() + " is none: it is thrown away");
            delivery.done();
        } catch (BrokerAwayException e) {
            // Somebody gets the order again.
            LOG.log(Level.DEBUG, "no report", e);
            delivery.giveBack();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carryOut(Order order, Delivery delivery) throws BrokerAwayException, InterruptedException {
        var run = running.computeIfAbsent(order.key(), _ -> start(order));
        long kept = System.nanoTime() + KEEP.toNanos();
        Report report = null;
        while (report == null) {
            tell(order.report(State.WORKS, ""));
            try {
                report = order.report(State.DONE, run.get(BEAT.toMillis(), TimeUnit.MILLISECONDS));
            } catch (ExecutionException e) {
                LOG.log(Level.ERROR, "a fault in job " + order.kind() + " " + order.key(), e.getCause());
                report = order.report(State.FAULT, "");
            } catch (TimeoutException e) {
                if (System.nanoTime() - kept > 0) {
                    delivery.done();
                }
            }
        }
        tell(report);
    }

    private CompletableFuture<String> start(Order order) {
        var run = new CompletableFuture<String>();
        Thread.ofVirtual().name(order.kind() + "-" + order.key()).start(() -> {
            places.acquireUninterruptibly();
            try {
                String outcome = labour.carryOut(order.text());
                running.remove(order.key());
                run.complete(outcome);
            } catch (RuntimeException | Error e) {
                // Whatever it was: a run that nobody ends would be said to go on for ever.
                running.remove(order.key());
                run.completeExceptionally(e);
            } finally {
                places.release();
            }
        });
        return run;
    }

    private void tell(Report report) throws BrokerAwayException, InterruptedException {
        broker.publish(settings.reports(), BrokerMessages.write(report), REPORT_LIFE);
    }
}
