package dev.moim.signaling.gateway;

import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Sends readers of pages from `http` to `https` on the same port. Whoever sends something without TLS is refused:
/// silently going on would hide that passwords and tokens travel in the open.
final class HttpsRedirect extends SimpleChannelInboundHandler<HttpObject> {
    /// For the whole of it: the answer ends the connection.
    private static final long PATIENCE_SECONDS = 15;

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String HOST = "[A-Za-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?";

    private boolean answered;

    /// Takes the place of everything behind the HTTP codec. What stands there stays, because it counts the connection.
    static void addTo(ChannelPipeline pipeline) {
        pipeline.addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "moim-redirect", new HttpsRedirect());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        var limit = ctx.executor()
                .schedule(
                        () -> {
                            var _ = ctx.close();
                        },
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(_ -> limit.cancel(false));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (answered || !(message instanceof HttpRequest request)) {
            return;
        }
        answered = true;
        String host = request.headers().get(HttpHeaderNames.HOST, "");
        boolean redirects = READING.contains(request.method())
                && host.matches(HOST)
                && request.uri().startsWith("/");
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                redirects ? HttpResponseStatus.PERMANENT_REDIRECT : HttpResponseStatus.UPGRADE_REQUIRED);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (redirects) {
            response.headers().set(HttpHeaderNames.LOCATION, "https://" + host + request.uri());
        } else {
            // RFC 9110 section 15.5.22.
            response.headers().set(HttpHeaderNames.UPGRADE, "TLS/1.3, HTTP/1.1");
        }
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }
}
