package dev.moim.signaling.queue;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// RabbitMQ, which may come and go: the connection is made again for as long as this lives. Any thread.
@Singleton
@Requires(property = "moim.queue", value = "rabbitmq")
class Broker {
    private static final Logger LOG = System.getLogger(Broker.class.getName());
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /// A peer that is silent for twice this long is dead, and what it had in hand goes to others.
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final BrokerSettings settings;
    private final ConnectionFactory factory;
    private final List<BrokerQueue> queues = new ArrayList<>();
    private final List<Consumer> consumers = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable BrokerLink link;

    /// Told of each message. It may block.
    interface Receiver {
        void onMessage(Delivery delivery);
    }

    private record Consumer(BrokerQueue queue, int prefetch, Receiver receiver) {}

    Broker(BrokerSettings settings, List<Labour> labours) {
        this.settings = settings;
        queues.add(settings.reports());
        labours.forEach(labour -> queues.add(settings.orders(labour.kind())));
        factory = factory(settings, threads);
        Thread.ofVirtual().name("rabbitmq").start(this::run);
    }

    private static ConnectionFactory factory(BrokerSettings settings, ExecutorService threads) {
        var factory = new ConnectionFactory();
        try {
            factory.setUri(settings.uri());
            if (factory.isSSL()) {
                // The client's own way of reading `amqps` trusts everyone.
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
        } catch (URISyntaxException | GeneralSecurityException e) {
            // Without its cause, which may say the password.
            throw new IllegalArgumentException(
                    "moim.rabbitmq.uri cannot be used: " + e.getClass().getSimpleName());
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout((int) CONNECT.toMillis());
        factory.setHandshakeTimeout((int) CONNECT.toMillis());
        factory.setRequestedHeartbeat((int) HEARTBEAT.toSeconds());
        factory.setSharedExecutor(threads);
        factory.setThreadFactory(Thread.ofVirtual().name("rabbitmq-", 0).factory());
        factory.setExceptionHandler(new Calm());
        return factory;
    }

    /// A cut connection is told of once, by [#run].
    private static final class Calm extends ForgivingExceptionHandler {
        @Override
        public void handleUnexpectedConnectionDriverException(Connection connection, Throwable cause) {
            LOG.log(Level.DEBUG, "the connection was cut", cause);
        }
    }

    private void run() {
        int failures = 0;
        boolean told = false;
        try {
            do {
                String why = "the connection ended";
                try {
                    Connection connection = factory.newConnection("moim");
                    try {
                        var fresh = open(connection);
                        LOG.log(Level.INFO, "connected to RabbitMQ at " + settings.address());
                        failures = 0;
                        told = false;
                        fresh.awaitEnd();
                    } finally {
                        connection.abort();
                    }
                } catch (IOException | TimeoutException | RuntimeException e) {
                    why = e.toString();
                }
                forget();
                failures++;
                if (!told && closed.getCount() > 0) {
                    LOG.log(
                            Level.WARNING,
                            "RabbitMQ at " + settings.address() + " is away, jobs wait until it is back: " + why);
                    told = true;
                }
            } while (!closed.await(
                    BACKOFF.after(failures, ThreadLocalRandom.current().nextDouble())
                            .toMillis(),
                    TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized BrokerLink open(Connection connection) throws IOException {
        var fresh = new BrokerLink(connection, queues);
        for (var consumer : consumers) {
            fresh.consume(consumer.queue(), consumer.prefetch(), consumer.receiver());
        }
        link = fresh;
        notifyAll();
        return fresh;
    }

    private synchronized void forget() {
        link = null;
    }

    /// From now on whatever comes to this queue, over each connection.
    ///
    /// @param prefetch at most so many that are neither done nor given back
    synchronized void consume(BrokerQueue queue, int prefetch, Receiver receiver) {
        consumers.add(new Consumer(queue, prefetch, receiver));
        if (link != null) {
            try {
                link.consume(queue, prefetch, receiver);
            } catch (IOException e) {
                // The next one has them all.
                link.abort();
            }
        }
    }

    /// Nothing new comes; what came can still be done or given back.
    synchronized void stopConsuming() {
        consumers.clear();
        if (link != null) {
            link.stopConsuming();
        }
    }

    synchronized boolean isUp() {
        return link != null;
    }

    /// @return whether it is there, at the latest after this long
    synchronized boolean awaitUp(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (link == null) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /// Returns when the broker has the message on its disk.
    ///
    /// @param life after which nobody gets it any more
    void publish(BrokerQueue queue, byte[] body, Duration life) throws BrokerAwayException, InterruptedException {
        BrokerLink now;
        synchronized (this) {
            now = link;
        }
        if (now == null) {
            throw new BrokerAwayException("RabbitMQ at " + settings.address() + " is away");
        }
        now.publish(queue, body, life);
    }

    @PreDestroy
    void close() {
        closed.countDown();
        synchronized (this) {
            if (link != null) {
                link.abort();
            }
        }
    }
}
