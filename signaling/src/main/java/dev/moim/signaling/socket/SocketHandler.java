package dev.moim.signaling.socket;

import dev.moim.signaling.room.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.WebSocketEngine;

/// The last handler of an upgraded channel. Bytes go through the [FrameGuard] to the engine on the connection's
/// mailbox; the channel is read again when the mailbox is empty. Owns the heartbeat and every way in which a connection
/// ends.
final class SocketHandler extends ChannelInboundHandlerAdapter implements Visitor, Wire {
    private static final Logger LOG = System.getLogger(SocketHandler.class.getName());

    /// A ping without payload (RFC 6455 section 5.5.2).
    private static final byte[] PING = {(byte) 0x89, 0};

    /// After our last byte a client gets this long to close: a reset would take the close frame from it.
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final int READ_BYTES = 16 * 1024;

    private final Channel channel;
    private final String subject;
    private final SignalingSettings settings;
    private final Function<Wire, SignalingConnection> connections;
    private final Unfinished unfinished;
    private final UnsentBudget unsent;
    private final FrameGuard guard;
    private final SerialMailbox mailbox = new SerialMailbox(this::onFault);
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile Optional<Connection> engine = Optional.empty();
    private volatile Optional<Session> session = Optional.empty();
    private volatile Optional<SignalingConnection> connection = Optional.empty();
    private volatile Optional<ScheduledFuture<?>> heartbeat = Optional.empty();
    private volatile long heardAtNanos = System.nanoTime();
    private final AtomicBoolean watching = new AtomicBoolean();
    private boolean deaf;
    private boolean finishing;

    /// @param subject whose connection it is
    /// @param unfinished this connection's part of what all hold
    /// @param unsent of all connections
    /// @param connections makes the signaling side once the session is open
    SocketHandler(
            Channel channel,
            String subject,
            SignalingSettings settings,
            Unfinished unfinished,
            UnsentBudget unsent,
            Function<Wire, SignalingConnection> connections) {
        this.channel = channel;
        this.subject = subject;
        this.settings = settings;
        this.unfinished = unfinished;
        this.unsent = unsent;
        this.connections = connections;
        this.guard = new FrameGuard(settings.maxMessageBytes());
    }

    /// The 101 is on its way: opens the session and begins to read. On the event loop.
    void start(WebSocketEngine.UpgradeInfo upgrade) {
        // What a read brings is copied and waits for the mailbox: not more than that at a time.
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1));
        long interval = settings.pingInterval().toNanos();
        heartbeat = Optional.of(
                channel.eventLoop().scheduleWithFixedDelay(this::ping, interval, interval, TimeUnit.NANOSECONDS));
        mailbox.add(() -> {
            var writer = new ChannelWriter(
                    channel, settings.maxUnsentBytes(), unsent, () -> close(CloseReason.TOO_SLOW.code()), this::finish);
            engine = Optional.of(upgrade.createConnection(writer, _ -> finish()));
            later(settings.joinLimit(), this::checkJoinLimit);
            channel.read();
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        heardAtNanos = System.nanoTime();
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (!finishing) {
                byte[] copy = ByteBufUtil.getBytes(bytes);
                mailbox.add(() -> onBytes(copy));
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (finishing) {
            ctx.read();
        } else {
            mailbox.add(channel::read);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finishing = true;
        closing.set(true);
        heartbeat.ifPresent(timer -> timer.cancel(false));
        mailbox.add(() -> {
            unfinished.release();
            engine.ifPresent(open -> open.close(reason(CloseCodes.CLOSED_ABNORMALLY.getCode())));
            onClosed();
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset, most often; what there is to do happens in channelInactive.
        LOG.log(Level.DEBUG, "a connection broke", cause);
        hangUp();
    }

    @Override
    public String getName() {
        return subject;
    }

    @Override
    public void onOpen(Session opened) {
        session = Optional.of(opened);
        connection = Optional.of(connections.apply(this));
    }

    @Override
    public void onText(String text) {
        connection.ifPresent(open -> open.onText(text));
    }

    @Override
    public void onClosed() {
        closing.set(true);
        connection.ifPresent(SignalingConnection::onClosed);
    }

    @Override
    public void onFault(Throwable fault) {
        // Bad frames and broken sockets come here too; the engine has answered those itself.
        if (fault instanceof RuntimeException && !closing.get() && channel.isActive()) {
            LOG.log(Level.ERROR, "a signaling connection ends: a bug", fault);
            close(CloseReason.FAULT.code());
        }
    }

    @Override
    public void send(String text) {
        if (closing.get()) {
            return;
        }
        try {
            session.ifPresent(open -> open.getAsyncRemote().sendText(text, _ -> {}));
        } catch (IllegalStateException closed) {
            // The engine saw the end first; an outbox keeps the message for the next connection.
            LOG.log(Level.TRACE, "not sent", closed);
        }
    }

    @Override
    public void close(int code) {
        if (closing.compareAndSet(false, true)) {
            // Not here: the caller holds an outbox, and the engine calls back.
            Thread.startVirtualThread(() -> sendClose(code));
            later(settings.closeLimit(), this::hangUp);
        }
    }

    private void onBytes(byte[] bytes) {
        if (guard.closeCode() != 0 || deaf) {
            return;
        }
        long before = guard.completed();
        int good = guard.onBytes(bytes);
        if (!unfinished.hold(guard.unfinished(), guard.completed() > before, System.nanoTime())) {
            deaf = true;
            close(CloseReason.OVERLOADED.code());
            return;
        }
        watchMessage();
        engine.ifPresent(open -> open.getReadHandler().handle(ByteBuffer.wrap(bytes, 0, good)));
        if (guard.closeCode() != 0) {
            closing.set(true);
            sendClose(guard.closeCode());
            finish();
        }
    }

    private void watchMessage() {
        if (unfinished.isOpen() && watching.compareAndSet(false, true)) {
            later(settings.joinLimit().dividedBy(4), this::checkMessage);
        }
    }

    /// On the event loop.
    private void checkMessage() {
        watching.set(false);
        // While the mailbox works nothing is read, so the client may not be at fault.
        if (unfinished.isOverdue(System.nanoTime()) && mailbox.isIdle()) {
            close(CloseReason.NO_JOIN.code());
        } else {
            watchMessage();
        }
    }

    private void sendClose(int code) {
        try {
            if (session.isPresent()) {
                session.get().close(reason(code));
            }
        } catch (IOException | IllegalStateException closed) {
            LOG.log(Level.TRACE, "closed already", closed);
        }
    }

    /// On the event loop.
    private void ping() {
        if (finishing) {
            return;
        }
        connection.ifPresent(SignalingConnection::checkAcks);
        long sentAtNanos = System.nanoTime();
        var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(PING));
        later(settings.pongLimit(), () -> {
            // While the mailbox works nothing is read, so silence means nothing.
            if (heardAtNanos - sentAtNanos < 0 && mailbox.isIdle()) {
                hangUp();
            }
        });
    }

    private void checkJoinLimit() {
        connection
                .flatMap(SignalingConnection::checkJoinLimit)
                .ifPresent(again -> later(again.plusMillis(1), this::checkJoinLimit));
    }

    /// Everything is said: ends our direction, then the connection. Any thread; doing it twice is harmless.
    private void finish() {
        channel.eventLoop().execute(() -> {
            if (finishing) {
                return;
            }
            finishing = true;
            later(settings.closeLimit(), this::hangUp);
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> shutdownOutput());
        });
    }

    private void shutdownOutput() {
        if (channel.pipeline().get(SslHandler.class) == null && channel instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
            later(LINGER, this::hangUp);
            channel.read();
        } else {
            hangUp();
        }
    }

    private void hangUp() {
        var _ = channel.close();
    }

    private void later(Duration delay, Runnable task) {
        if (channel.isActive()) {
            var _ = channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private static jakarta.websocket.CloseReason reason(int code) {
        return new jakarta.websocket.CloseReason(CloseCodes.getCloseCode(code), "");
    }
}
