package dev.moim.signaling.webhook;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// Posts to an endpoint, once: no redirects, no proxy, no connection that is kept. It connects to addresses that were
/// checked, never to a name. Any thread; blocks.
@Singleton
final class Poster {
    /// Of a name with many addresses no more are tried.
    private static final int ADDRESSES = 3;

    private final WebhookSettings settings;
    private final Resolver resolver;
    private final Supplier<SslContext> tls;
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("webhooks", true), NioIoHandler.newFactory());

    /// Made when the first request needs it: reading all authorities takes a part of a second.
    private static final class DefaultTls {
        static final SslContext CONTEXT = make();

        private static SslContext make() {
            try {
                return SslContextBuilder.forClient().build();
            } catch (SSLException e) {
                throw new IllegalStateException("every JDK has TLS", e);
            }
        }
    }

    @Inject
    Poster(WebhookSettings settings, Resolver resolver) {
        this(settings, resolver, () -> DefaultTls.CONTEXT);
    }

    Poster(WebhookSettings settings, Resolver resolver, Supplier<SslContext> tls) {
        this.settings = settings;
        this.resolver = resolver;
        this.tls = tls;
    }

    /// @param headers beside those of every request
    Reply post(Target target, Map<String, String> headers, byte[] body) throws InterruptedException {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        List<InetAddress> addresses;
        try {
            addresses = resolver.resolve(target.host());
        } catch (ResolverException e) {
            return Reply.failed(String.valueOf(e.getMessage()));
        }
        Reply reply = Reply.failed("no address");
        for (InetAddress address : addresses.subList(0, Math.min(ADDRESSES, addresses.size()))) {
            var connection = new InetSocketAddress(address, target.port());
            var exchange = new Exchange(target, headers, body);
            if (connect(exchange, connection, deadline)) {
                return await(exchange, deadline);
            }
            reply = Reply.failed("no connection");
        }
        return reply;
    }

    @PreDestroy
    void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /// @return false when nobody answers at this address
    private boolean connect(Exchange exchange, InetSocketAddress address, long deadline) throws InterruptedException {
        long millis = Math.min(
                settings.connectTimeout().toMillis(), TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
        if (millis <= 0) {
            return false;
        }
        var connected = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) millis)
                .handler(exchange.pipeline(tls, settings.connectTimeout()))
                .connect(address);
        connected.await();
        return connected.isSuccess();
    }

    private static Reply await(Exchange exchange, long deadline) throws InterruptedException {
        CompletableFuture<Reply> reply = exchange.reply();
        try {
            return reply.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return exchange.giveUp("no answer in time");
        } catch (ExecutionException e) {
            return Reply.failed(e.getCause() instanceof ConnectException ? "no connection" : "the request failed");
        } finally {
            exchange.close();
        }
    }
}
