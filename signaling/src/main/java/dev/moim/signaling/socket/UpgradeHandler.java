package dev.moim.signaling.socket;

import dev.moim.signaling.auth.RoomGrant;
import io.micronaut.context.BeanProvider;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.spi.WebSocketEngine;

/// Stands right behind the HTTP codec. Requests for the signaling path stay here: they are judged on a virtual thread
/// and end with an answer, or with a [SocketHandler] in place of everything but TLS. All others pass.
final class UpgradeHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = System.getLogger(UpgradeHandler.class.getName());

    private final BeanProvider<Upgrades> upgrades;
    private boolean judging;

    UpgradeHandler(BeanProvider<Upgrades> upgrades) {
        this.upgrades = upgrades;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (judging) {
            ReferenceCountUtil.release(message);
            // Nobody may say anything before the answer.
            if (message instanceof HttpRequest) {
                var _ = ctx.close();
            }
            return;
        }
        Optional<String> room =
                message instanceof HttpRequest request ? Handshake.room(request.uri()) : Optional.empty();
        if (room.isPresent()) {
            judging = true;
            var request = (HttpRequest) message;
            Thread.startVirtualThread(() -> judge(ctx, request, room.get()));
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!judging) {
            ctx.fireChannelReadComplete();
        }
    }

    private void judge(ChannelHandlerContext ctx, HttpRequest request, String room) {
        Doorkeeper.Verdict verdict;
        try {
            verdict = upgrades.get().judge(ctx.channel(), request, room);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a handshake could not be judged", e);
            verdict = new Doorkeeper.Verdict.Refused(Refusal.FAULT);
        }
        Doorkeeper.Verdict settled = verdict;
        ctx.executor().execute(() -> settle(ctx, request, settled));
    }

    private void settle(ChannelHandlerContext ctx, HttpRequest request, Doorkeeper.Verdict verdict) {
        if (!ctx.channel().isActive()) {
            return;
        }
        try {
            switch (verdict) {
                case Doorkeeper.Verdict.Refused(Refusal why) -> refuse(ctx, why);
                case Doorkeeper.Verdict.Admitted(RoomGrant grant) -> admit(ctx, request, grant);
            }
        } catch (RuntimeException e) {
            // Left open, it would count as a connection for ever.
            LOG.log(Level.ERROR, "an upgrade ends: a bug", e);
            var _ = ctx.close();
        }
    }

    private void admit(ChannelHandlerContext ctx, HttpRequest request, RoomGrant grant) {
        SocketHandler socket = upgrades.get().handler(ctx.channel(), grant, request);
        var answer = new TyrusUpgradeResponse();
        WebSocketEngine.UpgradeInfo upgrade = upgrades.get().upgrade(request, socket, answer);
        if (upgrade.getStatus() != WebSocketEngine.UpgradeStatus.SUCCESS) {
            refuse(ctx, Refusal.NO_HANDSHAKE);
            return;
        }
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
        answer.getHeaders().forEach((name, values) -> response.headers().set(name, values));
        var _ = ctx.writeAndFlush(response);
        ctx.channel().config().setAutoRead(false);
        replaceHandlers(ctx.pipeline(), socket);
        socket.start(upgrade);
    }

    private static void replaceHandlers(ChannelPipeline pipeline, SocketHandler socket) {
        pipeline.addLast("moim-socket", socket);
        for (ChannelHandler handler : pipeline.toMap().values()) {
            if (!handler.equals(socket) && !(handler instanceof SslHandler) && !(handler instanceof HttpServerCodec)) {
                pipeline.remove(handler);
            }
        }
        // Last: it hands on the bytes that it has not read.
        pipeline.remove(HttpServerCodec.class);
    }

    private static void refuse(ChannelHandlerContext ctx, Refusal why) {
        ByteBuf body = Unpooled.copiedBuffer(why.json(), StandardCharsets.US_ASCII);
        var response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(why.status()), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (why == Refusal.NO_TOKEN) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        } else if (why == Refusal.VERSION) {
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
        } else if (why == Refusal.FULL) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, "5");
        }
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
