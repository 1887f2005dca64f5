package dev.moim.signaling.webhook;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// One request and its answer on one connection. Lives on its event loop; the reply is for the waiting thread.
final class Exchange {
    /// What the delivery log keeps; the rest is not read.
    static final int EXCERPT = 1_000;

    private static final int MAX_LINE = 4_096;
    private static final int MAX_HEAD = 16_384;
    private static final int MAX_CHUNK = 4_096;

    private final Target target;
    private final Map<String, String> headers;
    private final byte[] body;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final ByteArrayOutputStream excerpt = new ByteArrayOutputStream();
    private volatile int status;
    private volatile @Nullable Channel channel;

    Exchange(Target target, Map<String, String> headers, byte[] body) {
        this.target = target;
        this.headers = headers;
        this.body = body;
    }

    CompletableFuture<Reply> reply() {
        return reply;
    }

    ChannelHandler pipeline(Supplier<SslContext> tls, Duration handshakeTimeout) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel opened) {
                channel = opened;
                ChannelPipeline pipeline = opened.pipeline();
                if (target.tls()) {
                    SslHandler handler = tls.get().newHandler(opened.alloc(), target.host(), target.port());
                    handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
                    SSLParameters parameters = handler.engine().getSSLParameters();
                    // The certificate is for the name in the URL, whichever address it led to (RFC 9110 section 4.3.4).
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    handler.engine().setSSLParameters(parameters);
                    pipeline.addLast(handler);
                }
                pipeline.addLast(new HttpClientCodec(MAX_LINE, MAX_HEAD, MAX_CHUNK), new Conversation());
            }
        };
    }

    /// Ends it with what has come so far: the status says all that matters.
    Reply giveUp(String error) {
        return status == 0 ? Reply.failed(error) : new Reply(status, "", "");
    }

    void close() {
        Channel open = channel;
        if (open != null) {
            var _ = open.close();
        }
    }

    private final class Conversation extends SimpleChannelInboundHandler<HttpObject> {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (!target.tls()) {
                send(context);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    send(context);
                } else {
                    end(Reply.failed("TLS: the certificate or the handshake was refused"));
                }
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part.decoderResult().isFailure()) {
                end(giveUp("the answer is not HTTP"));
                return;
            }
            // Informational answers come before the real one (RFC 9110 section 15.2).
            if (part instanceof HttpResponse head && head.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
                status = head.status().code();
            }
            if (part instanceof HttpContent content && status != 0) {
                keep(content.content());
                if (content instanceof LastHttpContent || excerpt.size() >= EXCERPT) {
                    end(answer());
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(status == 0 ? Reply.failed("the connection ended without an answer") : answer());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(giveUp("the connection broke"));
            var _ = context.close();
        }

        private void send(ChannelHandlerContext context) {
            var request = new DefaultFullHttpRequest(
                    HttpVersion.HTTP_1_1, HttpMethod.POST, target.resource(), Unpooled.wrappedBuffer(body));
            request.headers()
                    .set(HttpHeaderNames.HOST, target.authority())
                    .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                    .set(HttpHeaderNames.USER_AGENT, "Moim");
            headers.forEach(request.headers()::set);
            var _ = context.writeAndFlush(request);
        }

        private void keep(ByteBuf bytes) {
            byte[] kept = new byte[Math.min(bytes.readableBytes(), EXCERPT - excerpt.size())];
            bytes.readBytes(kept);
            excerpt.writeBytes(kept);
        }

        private Reply answer() {
            return new Reply(status, "", readable(excerpt.toString(StandardCharsets.UTF_8)));
        }

        private void end(Reply how) {
            reply.complete(how);
            close();
        }
    }

    /// PostgreSQL takes no NUL; other control characters are for terminals to fear.
    private static String readable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
