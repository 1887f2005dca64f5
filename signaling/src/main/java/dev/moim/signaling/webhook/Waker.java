package dev.moim.signaling.webhook;

import dev.moim.signaling.events.Event;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.queue.JobQueue;
import dev.moim.signaling.store.WebhookRow;
import dev.moim.signaling.store.WebhookRows;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Submits a job when an endpoint has something to hear. One virtual thread does that behind the log's back; what a
/// killed process did not submit is found at the next start.
@Singleton
@Requires(property = "datasources.default.url")
final class Waker {
    private static final Logger LOG = System.getLogger(Waker.class.getName());
    private static final int PAGE = 500;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final WebhookRows webhooks;
    private final JobQueue queue;
    private final EventLog log;

    /// At most one for each room and type since the thread looked last.
    private final Set<News> news = ConcurrentHashMap.newKeySet();

    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("webhook-waker").unstarted(this::run);
    private EventLog.@Nullable Subscription subscription;
    private volatile boolean closed;

    private record News(String room, String type) {}

    Waker(WebhookRows webhooks, JobQueue queue, EventLog log) {
        this.webhooks = webhooks;
        this.queue = queue;
        this.log = log;
    }

    @EventListener
    void onServerStart(ServerStartupEvent started) {
        subscription = log.subscribe(this::onAppend);
        thread.start();
    }

    @PreDestroy
    void close() {
        closed = true;
        if (subscription != null) {
            subscription.close();
        }
        thread.interrupt();
    }

    /// Submits what the endpoint has not heard.
    void wake(String webhook) {
        submitLagging(webhook, "", webhook);
    }

    private void onAppend(Event event) {
        if (news.add(new News(event.room().value(), event.type()))) {
            wake.release();
        }
    }

    private void run() {
        boolean scanned = false;
        while (!closed) {
            try {
                scanned = scanned || submitLagging("", "", "");
                wake.acquire();
                wake.drainPermits();
                submit();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (closed) {
                    return;
                }
                LOG.log(Level.ERROR, "webhooks are not woken, again in a second", e);
                pause();
            }
        }
    }

    private void submit() {
        for (News one : new HashSet<>(news)) {
            news.remove(one);
            try {
                for (WebhookRow webhook : webhooks.covering(one.room())) {
                    if (EventFilter.stored(webhook.events()).matches(one.type())) {
                        queue.submit(DeliveryWorker.job(webhook.id(), one.room()), Instant.now());
                    }
                }
            } catch (RuntimeException e) {
                news.add(one);
                wake.release();
                throw e;
            }
        }
    }

    /// @param only an endpoint, empty for all
    private boolean submitLagging(String id, String room, String only) {
        List<WebhookRows.Lag> page = webhooks.lagging(id, room, PAGE);
        while (!page.isEmpty()) {
            for (WebhookRows.Lag lag : page) {
                if (!only.isEmpty() && !lag.webhookId().equals(only)) {
                    return true;
                }
                queue.submit(DeliveryWorker.job(lag.webhookId(), lag.roomId()), Instant.now());
            }
            page = webhooks.lagging(page.getLast().webhookId(), page.getLast().roomId(), PAGE);
        }
        return true;
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
