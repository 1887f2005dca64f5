package dev.moim.signaling.socket;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;

/// Writes the engine's frames to a channel and knows how much of them waits for the client. Any thread.
final class ChannelWriter extends Writer {
    private final Channel channel;
    private final int maxUnsentBytes;
    private final UnsentBudget budget;
    private final Runnable onTooSlow;
    private final Runnable onDone;
    private final AtomicLong unsent = new AtomicLong();

    /// @param budget of all connections
    /// @param onTooSlow called for each frame that finds more than the limit waiting
    /// @param onDone called when the engine has nothing more to say
    ChannelWriter(Channel channel, int maxUnsentBytes, UnsentBudget budget, Runnable onTooSlow, Runnable onDone) {
        this.channel = channel;
        this.maxUnsentBytes = maxUnsentBytes;
        this.budget = budget;
        this.onTooSlow = onTooSlow;
        this.onDone = onDone;
    }

    @Override
    public void write(ByteBuffer frame, CompletionHandler<ByteBuffer> handler) {
        int length = frame.remaining();
        long waiting = unsent.addAndGet(length);
        boolean tooMuch = budget.onQueued(length, waiting);
        channel.writeAndFlush(Unpooled.wrappedBuffer(frame)).addListener(written -> {
            unsent.addAndGet(-length);
            budget.onSent(length);
            if (written.isSuccess()) {
                handler.completed(frame);
            } else {
                handler.failed(written.cause());
            }
        });
        if (tooMuch || waiting > maxUnsentBytes) {
            onTooSlow.run();
        }
    }

    @Override
    public void close() {
        onDone.run();
    }
}
