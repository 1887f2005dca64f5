package dev.moim.signaling.queue;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// A message that the broker keeps until it is [#done]. It goes to somebody else when it is given back, or when the
/// connection ends before. Any thread.
final class Delivery {
    private static final Logger LOG = System.getLogger(Delivery.class.getName());

    private final Channel channel;
    private final Envelope envelope;
    private final byte[] body;
    private final String death;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /// @param death why it was taken from another queue: `delivery_limit`, `expired`; empty when it was not
    Delivery(Channel channel, Envelope envelope, byte[] body, String death) {
        this.channel = channel;
        this.envelope = envelope;
        this.body = body;
        this.death = death;
    }

    byte[] body() {
        return body;
    }

    String death() {
        return death;
    }

    /// Whether somebody had it before.
    boolean isAgain() {
        return envelope.isRedeliver();
    }

    void done() {
        end(() -> channel.basicAck(envelope.getDeliveryTag(), false));
    }

    void giveBack() {
        end(() -> channel.basicNack(envelope.getDeliveryTag(), false, true));
    }

    private interface Answer {
        void send() throws IOException;
    }

    private void end(Answer answer) {
        if (open.compareAndSet(true, false)) {
            try {
                answer.send();
            } catch (IOException | AlreadyClosedException e) {
                LOG.log(Level.DEBUG, "the connection ended first: the message comes again", e);
            }
        }
    }
}
