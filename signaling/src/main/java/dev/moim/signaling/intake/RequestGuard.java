package dev.moim.signaling.intake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Stands behind the HTTP codec of one connection and keeps it to the limits of [Intake]: connections, the time for a
/// request, and the memory for bodies until they are answered. A connection that becomes something else (a WebSocket,
/// TURN) takes this handler out and counts no more. On the event loop.
final class RequestGuard extends ChannelDuplexHandler {
    /// Requests that wait for their answers; browsers send one at a time.
    private static final int MAX_PIPELINED = 16;

    /// A refused caller gets this long to read why: a reset would take the answer away.
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Intake intake;
    private final ArrayDeque<Body> unanswered = new ArrayDeque<>();
    private Optional<String> counted = Optional.empty();
    private Optional<ScheduledFuture<?>> deadline = Optional.empty();
    private boolean receiving;
    private boolean informational;
    private boolean refused;

    RequestGuard(Intake intake) {
        this.intake = intake;
    }

    private record Body(String caller, long bytes) {}

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        String caller = intake.caller(ctx.channel());
        if (intake.connections().tryTake(caller, 1)) {
            counted = Optional.of(caller);
            expect(ctx, intake.settings().requestLimit());
        } else {
            refused = true;
            var _ = ctx.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        counted.ifPresent(caller -> intake.connections().giveBack(caller, 1));
        unanswered.forEach(body -> intake.bodies().giveBack(body.caller(), body.bytes()));
        unanswered.clear();
        cancelDeadline();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refused || (message instanceof HttpRequest request && !take(ctx, request))) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof LastHttpContent) {
            receiving = false;
            cancelDeadline();
            if (unanswered.isEmpty()) {
                expect(ctx, intake.settings().idleLimit());
            }
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !informational) {
            onAnswered(ctx);
        }
        var _ = ctx.write(message, promise);
    }

    /// @return false when the request goes no further
    private boolean take(ChannelHandlerContext ctx, HttpRequest request) {
        boolean readable = request.decoderResult().isSuccess();
        // RFC 9112 section 3.2.
        if (readable
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, "a request names one Host");
            return false;
        }
        if (unanswered.size() >= MAX_PIPELINED) {
            refuse(ctx, HttpResponseStatus.TOO_MANY_REQUESTS, "too many requests without an answer");
            return false;
        }
        long bytes = readable ? bodyBytes(request) : 0;
        String caller = bytes > 0 ? intake.caller(ctx.channel(), request) : Shares.NOBODY;
        if (!intake.bodies().tryTake(caller, bytes)) {
            refuse(ctx, HttpResponseStatus.SERVICE_UNAVAILABLE, "too much to do; try again later");
            return false;
        }
        unanswered.add(new Body(caller, bytes));
        receiving = true;
        if (bytes > 0) {
            expect(ctx, intake.settings().requestLimit());
        }
        return true;
    }

    /// What the body may come to take.
    private long bodyBytes(HttpRequest request) {
        long declared = HttpUtil.isTransferEncodingChunked(request)
                ? intake.maxBodyBytes()
                : HttpUtil.getContentLength(request, 0L);
        return Math.clamp(declared, 0, intake.maxBodyBytes());
    }

    private void onAnswered(ChannelHandlerContext ctx) {
        Body body = unanswered.poll();
        if (body != null) {
            intake.bodies().giveBack(body.caller(), body.bytes());
        }
        if (unanswered.isEmpty() && !receiving) {
            expect(ctx, intake.settings().idleLimit());
        }
    }

    private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, String detail) {
        refused = true;
        if (!unanswered.isEmpty()) {
            // The answer would be taken for that of an earlier request.
            var _ = ctx.close();
            return;
        }
        String problem = "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(status.reasonPhrase(), status.code(), detail);
        ByteBuf body = Unpooled.copiedBuffer(problem, StandardCharsets.US_ASCII);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, "5");
        }
        var _ = ctx.writeAndFlush(response);
        expect(ctx, LINGER);
    }

    /// Something must happen within this time, else the connection ends.
    private void expect(ChannelHandlerContext ctx, Duration limit) {
        cancelDeadline();
        Runnable hangUp = () -> {
            var _ = ctx.close();
        };
        deadline = Optional.of(ctx.executor().schedule(hangUp, limit.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void cancelDeadline() {
        deadline.ifPresent(timer -> timer.cancel(false));
        deadline = Optional.empty();
    }
}
