package dev.moim.signaling.gateway;

import dev.moim.stunturn.tcp.FirstBytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Stands before everything else on a new connection until its first bytes tell what it speaks, and steps aside then.
/// Inside TLS another one asks the same question again.
final class FirstWords extends ByteToMessageDecoder {
    /// Browsers open connections ahead of need, and open another one when such a connection is gone.
    private static final long PATIENCE_SECONDS = 15;

    private final Gateway gateway;
    private final boolean inTls;
    private boolean settled;

    /// @param inTls whether TLS is around it already
    FirstWords(Gateway gateway, boolean inTls) {
        this.gateway = gateway;
        this.inTls = inTls;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (!inTls && !gateway.tryEnter()) {
            settled = true;
            var _ = ctx.close();
            return;
        }
        var limit = ctx.executor()
                .schedule(
                        () -> {
                            if (!settled) {
                                var _ = ctx.close();
                            }
                        },
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(_ -> {
            limit.cancel(false);
            settle();
        });
    }

    private void settle() {
        if (!settled) {
            settled = true;
            if (!inTls) {
                gateway.leave();
            }
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (settled) {
            in.skipBytes(in.readableBytes());
            return;
        }
        byte[] first = new byte[Math.min(FirstBytes.MAX_LENGTH, in.readableBytes())];
        in.getBytes(in.readerIndex(), first);
        switch (FirstBytes.classify(first, 0, first.length)) {
            case MORE -> {}
            case HTTP -> onHttp(ctx);
            case TLS -> onTls(ctx);
            case STUN_STREAM -> onStream(ctx, StreamGuest.Kind.TURN);
            case ICE_TCP -> onStream(ctx, StreamGuest.Kind.ICE);
            case UNKNOWN -> hangUp(ctx, in);
        }
    }

    private void onHttp(ChannelHandlerContext ctx) {
        settle();
        if (!inTls && gateway.tls().isPresent() && !isLocal(ctx)) {
            HttpsRedirect.addTo(ctx.pipeline());
        }
        ctx.pipeline().remove(this);
    }

    /// Nobody listens in between on the machine itself, where a proxy or a health check has good reasons.
    private static boolean isLocal(ChannelHandlerContext ctx) {
        return ctx.channel().remoteAddress() instanceof InetSocketAddress remote
                && remote.getAddress() != null
                && remote.getAddress().isLoopbackAddress();
    }

    private void onTls(ChannelHandlerContext ctx) {
        Optional<SslContext> context = inTls ? Optional.empty() : gateway.tls();
        settle();
        if (context.isEmpty()) {
            var _ = ctx.close();
            return;
        }
        var tls = context.get().newHandler(ctx.alloc());
        ctx.pipeline().addAfter(ctx.name(), "moim-tls", tls);
        ctx.pipeline().addAfter("moim-tls", "moim-first-words-in-tls", new FirstWords(gateway, true));
        ctx.pipeline().remove(this);
    }

    private void onStream(ChannelHandlerContext ctx, StreamGuest.Kind kind) {
        settle();
        removeOthers(ctx.pipeline());
        ctx.pipeline().addLast("moim-stream", new StreamHandler(ctx.channel(), gateway.guest(), kind));
        ctx.pipeline().remove(this);
    }

    private void removeOthers(ChannelPipeline pipeline) {
        for (ChannelHandler handler : pipeline.toMap().values()) {
            if (!handler.equals(this) && !(handler instanceof SslHandler)) {
                pipeline.remove(handler);
            }
        }
    }

    private void hangUp(ChannelHandlerContext ctx, ByteBuf in) {
        settle();
        in.skipBytes(in.readableBytes());
        var _ = ctx.close();
    }
}
