package dev.moim.signaling.webhook;

import dev.moim.signaling.auth.Account;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.queue.JobResult;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.RoomRow;
import dev.moim.signaling.store.RoomRows;
import dev.moim.signaling.store.UserRow;
import dev.moim.signaling.store.UserRows;
import dev.moim.signaling.store.WebhookRow;
import dev.moim.signaling.store.WebhookRows;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parts of a server that deliver, on a database that outlives them, with a queue that runs on simulated time.
final class House implements AutoCloseable {
    static final Account OWNER = new Account("owner", "Owner", false);

    private final Path data;
    private ApplicationContext context;

    /// When each job is due, by its key, and how many attempts failed. A restart finds jobs as the real queue keeps
    /// them.
    private final Map<String, Instant> due = new HashMap<>();

    private final Map<String, Integer> attempts = new HashMap<>();

    House(Path data, Instant now) {
        this.data = data;
        this.context = open(data);
        bean(UserRows.class).save(new UserRow("owner", "Owner", "owner", "-", false, now));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// Ends the process' part and begins again; the server would wake what lags.
    void restart(Instant now) {
        context.close();
        context = open(data);
        wakeLagging(now);
    }

    RoomId room(String id, Instant now) {
        bean(RoomRows.class).save(new RoomRow(id, "Room", "owner", true, 10, now, 1));
        append(new RoomId(id), "room.created", now, Map.of("name", "Room"));
        return new RoomId(id);
    }

    WebhookRow webhook(String url, Instant now) {
        return bean(Webhooks.class)
                .make(new WebhookBodies.NewWebhook(url, null, null, null), Optional.empty(), OWNER, now);
    }

    WebhookRow webhook(String id) {
        return bean(WebhookRows.class).findById(id).orElseThrow();
    }

    void append(RoomId room, String type, Instant now, Map<String, Object> data) {
        bean(EventLog.class).append(room, type, now, data);
        for (WebhookRow webhook : bean(WebhookRows.class).covering(room.value())) {
            submit(DeliveryWorker.job(webhook.id(), room.value()).key(), now);
        }
    }

    void wakeLagging(Instant now) {
        List<WebhookRows.Lag> lagging = bean(WebhookRows.class).lagging("", "", 1_000);
        lagging.forEach(
                lag -> submit(DeliveryWorker.job(lag.webhookId(), lag.roomId()).key(), now));
    }

    /// Works off what is due until then.
    ///
    /// @return when the next job is due
    Optional<Instant> runUntil(Instant end) {
        Optional<Map.Entry<String, Instant>> next = next();
        while (next.isPresent() && !next.get().getValue().isAfter(end)) {
            String key = next.get().getKey();
            Instant now = next.get().getValue();
            due.remove(key);
            int colon = key.indexOf(':');
            switch (bean(DeliveryWorker.class)
                    .work(
                            DeliveryWorker.job(key.substring(0, colon), key.substring(colon + 1)),
                            attempts.getOrDefault(key, 1),
                            now)) {
                case JobResult.Done() -> attempts.remove(key);
                case JobResult.Again(Instant at, boolean counts) -> {
                    attempts.put(key, counts ? attempts.getOrDefault(key, 1) + 1 : 1);
                    submit(key, at);
                }
            }
            next = next();
        }
        return next.map(Map.Entry::getValue);
    }

    @Override
    public void close() {
        context.close();
    }

    private void submit(String key, Instant at) {
        due.merge(key, at, (one, other) -> one.isBefore(other) ? one : other);
    }

    private Optional<Map.Entry<String, Instant>> next() {
        return due.entrySet().stream().min(Map.Entry.comparingByValue());
    }

    private static ApplicationContext open(Path data) {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(Map.of(
                        "moim.data",
                        data.toString(),
                        "moim.webhook.allow-private",
                        true,
                        "moim.webhook.allow-http",
                        true))
                .start();
    }
}
