package dev.moim.signaling.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The last handler of a connection that speaks TURN or ICE. The channel is read only when the guest has taken what
/// came before, so a client that sends faster than it is served waits.
final class StreamHandler extends ChannelInboundHandlerAdapter implements StreamWire {
    private static final Logger LOG = System.getLogger(StreamHandler.class.getName());

    /// How long a client may take to read what was written before the end. Without a limit one that never reads would
    /// keep its connection for good.
    private static final long LAST_READ_SECONDS = 5;

    private final Channel channel;
    private final StreamGuest guest;
    private final StreamGuest.Kind kind;
    private final AtomicInteger unsent = new AtomicInteger();
    private StreamGuest.Intake intake = Refused.INSTANCE;

    StreamHandler(Channel channel, StreamGuest guest, StreamGuest.Kind kind) {
        this.channel = channel;
        this.guest = guest;
        this.kind = kind;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel.config().setAutoRead(false);
        var taken = guest.onOpened(kind, this);
        if (taken.isPresent()) {
            intake = taken.get();
            channel.closeFuture().addListener(_ -> intake.onClosed());
        } else {
            var _ = channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            intake.onBytes(ByteBufUtil.getBytes(bytes));
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        intake.onPause();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset or a broken TLS record: nothing that the server could do about.
        LOG.log(Level.DEBUG, "a connection broke", cause);
        var _ = ctx.close();
    }

    @Override
    public InetSocketAddress remote() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    @Override
    public void write(byte[] bytes, int length) {
        ByteBuf copy = channel.alloc().ioBuffer(length).writeBytes(bytes, 0, length);
        unsent.addAndGet(length);
        channel.writeAndFlush(copy).addListener(_ -> unsent.addAndGet(-length));
    }

    @Override
    public int unsentBytes() {
        return unsent.get();
    }

    @Override
    public void read() {
        var _ = channel.read();
    }

    @Override
    public void close() {
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
        Runnable hangUp = () -> {
            var _ = channel.close();
        };
        var limit = channel.eventLoop().schedule(hangUp, LAST_READ_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(_ -> limit.cancel(false));
    }

    /// Of a connection that the guest refused.
    private enum Refused implements StreamGuest.Intake {
        INSTANCE;

        @Override
        public void onBytes(byte[] bytes) {}

        @Override
        public void onPause() {}

        @Override
        public void onClosed() {}
    }
}
