package dev.moim.signaling.queue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One connection to the broker, from its first declaration to its end. Any thread.
final class BrokerLink {
    private static final Duration CONFIRM = Duration.ofSeconds(15);
    /// Written to the disk (AMQP 0-9-1, delivery-mode).
    private static final int PERSISTENT = 2;

    private final Connection connection;
    private final Channel out;
    private final NavigableMap<Long, CompletableFuture<Boolean>> unconfirmed = new ConcurrentSkipListMap<>();
    private final List<DefaultConsumer> consumers = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /// Declares the queues; those that are there stay as they are.
    ///
    /// @throws IOException also when a queue is there with other properties
    BrokerLink(Connection connection, List<BrokerQueue> queues) throws IOException {
        this.connection = connection;
        connection.addShutdownListener(_ -> onEnd());
        out = connection.createChannel();
        out.addShutdownListener(_ -> onEnd());
        for (var queue : queues) {
            out.queueDeclare(queue.name(), true, false, false, queue.arguments());
        }
        out.confirmSelect();
        out.addConfirmListener((tag, many) -> onConfirm(tag, many, true), (tag, many) -> onConfirm(tag, many, false));
        // Somebody deleted the queue: the next connection declares it again.
        out.addReturnListener(_ -> {
            unconfirmed.values().forEach(one -> one.complete(false));
            abort();
        });
    }

    private void onConfirm(long tag, boolean many, boolean taken) {
        var confirmed = many ? unconfirmed.headMap(tag, true) : unconfirmed.subMap(tag, true, tag, true);
        confirmed.values().forEach(one -> one.complete(taken));
        confirmed.clear();
    }

    private void onEnd() {
        if (ended.getCount() > 0) {
            ended.countDown();
            abort();
        }
        unconfirmed.values().forEach(one -> one.complete(false));
    }

    /// Returns when the broker has the message on its disk.
    ///
    /// @param life after which nobody gets it any more
    void publish(BrokerQueue queue, byte[] body, Duration life) throws BrokerAwayException, InterruptedException {
        var properties = new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .expiration(Long.toString(life.toMillis()))
                .build();
        try {
            if (!send(queue, body, properties).get(CONFIRM.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BrokerAwayException("the broker has not taken a message of " + queue.name());
            }
        } catch (IOException | AlreadyClosedException | TimeoutException | ExecutionException e) {
            abort();
            throw new BrokerAwayException("the broker has not confirmed a message of " + queue.name() + ": " + e);
        }
    }

    private synchronized CompletableFuture<Boolean> send(
            BrokerQueue queue, byte[] body, AMQP.BasicProperties properties) throws IOException {
        var confirmed = new CompletableFuture<Boolean>();
        unconfirmed.put(out.getNextPublishSeqNo(), confirmed);
        if (ended.getCount() == 0) {
            confirmed.complete(false);
        }
        out.basicPublish("", queue.name(), true, properties, body);
        return confirmed;
    }

    /// Each message on a virtual thread of its own, at most `prefetch` that are neither done nor given back.
    void consume(BrokerQueue queue, int prefetch, Broker.Receiver receiver) throws IOException {
        Channel in = connection.createChannel();
        in.addShutdownListener(_ -> onEnd());
        in.basicQos(prefetch);
        var consumer = new DefaultConsumer(in) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                var delivery = new Delivery(in, envelope, body, death(properties));
                Thread.ofVirtual().name(queue.name()).start(() -> receiver.onMessage(delivery));
            }

            @Override
            public void handleCancel(String tag) {
                // Somebody deleted the queue.
                abort();
            }
        };
        in.basicConsume(queue.name(), false, consumer);
        consumers.add(consumer);
    }

    void stopConsuming() {
        for (var consumer : consumers) {
            try {
                consumer.getChannel().basicCancel(consumer.getConsumerTag());
            } catch (IOException | AlreadyClosedException e) {
                abort();
            }
        }
    }

    private static String death(AMQP.BasicProperties properties) {
        Map<String, Object> headers = properties.getHeaders();
        return headers == null ? "" : String.valueOf(headers.getOrDefault("x-first-death-reason", ""));
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    void abort() {
        Thread.ofVirtual().start(() -> connection.abort((int) CONFIRM.toMillis()));
    }
}
