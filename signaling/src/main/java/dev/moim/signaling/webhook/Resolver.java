package dev.moim.signaling.webhook;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Turns names into addresses that may be connected to. The system's resolver blocks a carrier of virtual threads, so
/// it gets platform threads of its own: rooms must not wait for a stranger's name server.
@Singleton
class Resolver {
    /// More than requests at once: a look-up that hangs outlives its request for some time, and nothing ends it.
    /// Other requests for the same name wait for the same look-up, so that a name server that is away holds one
    /// thread for each name and not more and more.
    private static final int THREADS = 128;

    private static final int IDLE_SECONDS = 30;

    private final WebhookSettings settings;
    private final Names names;
    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("webhook-names").daemon().factory());

    private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();

    /// The system's resolver, or a test's.
    interface Names {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    @Inject
    Resolver(WebhookSettings settings) {
        this(settings, InetAddress::getAllByName);
    }

    Resolver(WebhookSettings settings, Names names) {
        this.settings = settings;
        this.names = names;
    }

    /// @return at least one address
    /// @throws ResolverException when there is none, or none that is on the public internet
    List<InetAddress> resolve(String host) throws ResolverException, InterruptedException {
        List<InetAddress> all = lookUp(host);
        List<InetAddress> allowed = all.stream()
                .filter(address -> settings.allowPrivate() || AddressRules.isPublic(address))
                .toList();
        if (allowed.isEmpty()) {
            throw new ResolverException("the address is not on the public internet");
        }
        return allowed;
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }

    private List<InetAddress> lookUp(String host) throws ResolverException, InterruptedException {
        try {
            InetAddress[] found = begin(host).get(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return Arrays.asList(found);
        } catch (ExecutionException e) {
            throw new ResolverException("the name has no address");
        } catch (TimeoutException e) {
            throw new ResolverException("the name server does not answer");
        } catch (RejectedExecutionException | CancellationException e) {
            throw new ResolverException("too many names are being looked up");
        }
    }

    private CompletableFuture<InetAddress[]> begin(String host) {
        var fresh = new CompletableFuture<InetAddress[]>();
        CompletableFuture<InetAddress[]> earlier = underWay.putIfAbsent(host, fresh);
        if (earlier != null) {
            return earlier;
        }
        boolean begun = false;
        try {
            threads.execute(() -> answer(host, fresh));
            begun = true;
        } finally {
            if (!begun) {
                underWay.remove(host, fresh);
                fresh.cancel(false);
            }
        }
        return fresh;
    }

    private void answer(String host, CompletableFuture<InetAddress[]> asked) {
        try {
            InetAddress[] found = names.lookUp(host);
            // First, so that nobody gets an answer to an earlier question.
            underWay.remove(host, asked);
            asked.complete(found);
        } catch (UnknownHostException | RuntimeException e) {
            underWay.remove(host, asked);
            asked.completeExceptionally(e);
        }
    }
}
