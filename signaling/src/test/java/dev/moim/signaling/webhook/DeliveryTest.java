package dev.moim.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.events.Event;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.queue.JobResult;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.WebhookRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What endpoints get over hours and days, with real requests on simulated time.
class DeliveryTest {
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir
    Path data;

    private House house;
    private Receiver receiver;

    @BeforeEach
    void open() {
        house = new House(data, START);
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
        house.close();
    }

    @Test
    void anOutageAndTwoRestartsLoseNothingAndKeepTheOrder() {
        WebhookRow webhook = house.webhook(receiver.url("/in"), START);
        RoomId one = house.room("one", START);
        RoomId two = house.room("two", START);
        var down = new AtomicBoolean();
        var taken = new HashMap<String, List<String>>();
        receiver.answerWith(request -> {
            if (down.get()) {
                return 503;
            }
            taken.computeIfAbsent(request.json().at("/data/room").asText(), room -> new ArrayList<>())
                    .add(request.id());
            return 200;
        });
        house.runUntil(START);
        down.set(true);
        for (int minute = 1; minute <= 10; minute++) {
            Instant now = START.plus(Duration.ofMinutes(minute));
            house.append(one, "participant.joined", now, Map.of("participant", "p-" + minute));
            house.append(one, "chat.posted", now, Map.of("text", "not for this endpoint"));
            house.append(two, "participant.left", now, Map.of("participant", "p-" + minute));
            if (minute == 3 || minute == 7) {
                house.restart(now);
            }
            house.runUntil(now.plusSeconds(59));
        }
        assertThat(taken.get("one")).as("while it was down").containsExactly("evt_one_1");
        down.set(false);
        // An attempt just before the end of the outage is followed by one 24 minutes later at most.
        house.runUntil(START.plus(Duration.ofMinutes(60)));

        assertThat(taken.get("one")).isEqualTo(ids(one)).hasSize(11);
        assertThat(taken.get("two")).isEqualTo(ids(two)).hasSize(11);
        assertThat(receiver.received()).allMatch(request -> request.isSignedWith(new Secret(webhook.secret()).shown()));
        assertThat(receiver.received()).allMatch(request -> request.type().equals("application/json"));
        List<Receiver.Received> tries = receiver.received().stream()
                .filter(request -> request.id().equals("evt_one_2"))
                .toList();
        assertThat(tries).as("one event, tried again and again").hasSizeBetween(4, 12);
        assertThat(tries.stream().map(Receiver.Received::timestamp).distinct()).hasSameSizeAs(tries);
        assertThat(tries.getFirst().json())
                .isEqualTo(tries.getLast().json())
                .isEqualTo(json("{\"type\":\"participant.joined\",\"timestamp\":\"2026-11-21T09:01:00Z\","
                        + "\"data\":{\"room\":\"one\",\"sequence\":2,\"participant\":\"p-1\"}}"));
    }

    @Test
    void afterThreeDaysTheEndpointIsDisabledAndItsOwnerToldAndItGoesOnWhereItStopped() {
        WebhookRow webhook = house.webhook(receiver.url("/in"), START);
        RoomId room = house.room("one", START);
        receiver.answerWith(request -> 500);
        house.runUntil(START.plus(Duration.ofDays(3)).minusSeconds(1));
        assertThat(house.webhook(webhook.id()).enabled()).isTrue();
        assertThat(house.runUntil(START.plus(Duration.ofDays(4)))).isEmpty();

        WebhookRow disabled = house.webhook(webhook.id());
        assertThat(disabled.enabled()).isFalse();
        assertThat(disabled.disabledReason()).isEqualTo("failing");
        assertThat(disabled.disabledAt()).isBetween(START.plus(Duration.ofDays(3)), START.plus(Duration.ofDays(4)));
        assertThat(receiver.received()).hasSizeBetween(15, 25);
        Event alert = house.bean(EventLog.class).after(room, 1, 10).getFirst();
        assertThat(alert.type()).isEqualTo("webhook.disabled");
        assertThat(alert.data()).isEqualTo(Map.of("webhook", webhook.id(), "reason", "failing"));

        Instant later = START.plus(Duration.ofDays(5));
        house.append(room, "room.started", later, Map.of());
        receiver.received().clear();
        receiver.answerWith(request -> 204);
        house.bean(Webhooks.class)
                .change(disabled, new WebhookBodies.Change(null, null, null, null, true), House.OWNER, later);
        house.wakeLagging(later);
        house.runUntil(later);
        assertThat(receiver.received().stream().map(Receiver.Received::id))
                .containsExactly("evt_one_1", "evt_one_2", "evt_one_3");
    }

    @Test
    void anEndpointThatItsOwnerMendsIsTriedAtOnce() {
        WebhookRow webhook = house.webhook(receiver.url("/wrong"), START);
        house.room("one", START);
        receiver.answerWith(request -> request.path().equals("/right") ? 200 : 404);
        Instant later = START.plus(Duration.ofDays(2));
        Instant next = house.runUntil(later).orElseThrow();
        assertThat(next).as("the next attempt by itself").isAfter(later);

        house.bean(Webhooks.class)
                .change(
                        house.webhook(webhook.id()),
                        new WebhookBodies.Change(receiver.url("/right"), null, null, null, null),
                        House.OWNER,
                        later);
        house.wakeLagging(later);
        house.runUntil(later);
        assertThat(receiver.received("/right")).hasSize(1);
    }

    @Test
    void goneMeansNeverAgain() {
        WebhookRow webhook = house.webhook(receiver.url("/in"), START);
        RoomId room = house.room("one", START);
        receiver.answerWith(request -> 410);
        assertThat(house.runUntil(START.plus(Duration.ofDays(4)))).isEmpty();
        house.append(room, "room.started", START.plusSeconds(1), Map.of());
        house.runUntil(START.plus(Duration.ofDays(4)));

        assertThat(receiver.received()).hasSize(1);
        assertThat(house.webhook(webhook.id()).disabledReason()).isEqualTo("gone");
    }

    @Test
    void theLastEventsOfADeletedRoomGoOut() {
        house.webhook(receiver.url("/in"), START);
        RoomId room = house.room("one", START);
        receiver.answerWith(request -> 500);
        house.runUntil(START);
        house.append(room, "room.ended", START, Map.of());
        house.bean(EventLog.class).close(room, START);
        house.bean(dev.moim.signaling.store.RoomRows.class).deleteById("one");
        receiver.answerWith(request -> 200);
        receiver.received().clear();
        house.restart(START.plusSeconds(60));
        house.runUntil(START.plusSeconds(600));

        assertThat(receiver.received().stream()
                        .map(request -> request.json().get("type").asText()))
                .containsExactly("room.created", "room.ended", "room.deleted");
    }

    @Test
    void aSlowEndpointTakesPlacesFromItselfOnly() throws Exception {
        var release = new CountDownLatch(1);
        try (var slow = new Receiver();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            slow.answerWith(request -> {
                await(release);
                return 200;
            });
            WebhookRow hung = house.webhook(slow.url("/slow"), START);
            WebhookRow good = house.webhook(receiver.url("/in"), START);
            for (String room : List.of("one", "two", "three")) {
                house.room(room, START);
            }
            var worker = house.bean(DeliveryWorker.class);
            var first = threads.submit(() -> worker.work(DeliveryWorker.job(hung.id(), "one"), 1, START));
            var second = threads.submit(() -> worker.work(DeliveryWorker.job(hung.id(), "two"), 1, START));
            while (slow.received().size() < Lanes.EACH) {
                TimeUnit.MILLISECONDS.sleep(10);
            }

            JobResult third = worker.work(DeliveryWorker.job(hung.id(), "three"), 1, START);
            assertThat(third).isInstanceOfSatisfying(JobResult.Again.class, again -> {
                assertThat(again.countsAsAttempt()).isFalse();
                assertThat(again.due()).isBetween(START, START.plusSeconds(1));
            });
            for (String room : List.of("one", "two", "three")) {
                worker.work(DeliveryWorker.job(good.id(), room), 1, START);
            }
            assertThat(receiver.received()).as("the other endpoint has all").hasSize(3);
            release.countDown();
            first.get();
            second.get();
            assertThat(worker.work(DeliveryWorker.job(hung.id(), "three"), 1, START))
                    .isNotEqualTo(third);
            assertThat(slow.received()).hasSize(3);
        }
    }

    private List<String> ids(RoomId room) {
        return house.bean(EventLog.class).after(room, 0, 100).stream()
                .filter(event -> !event.type().equals("chat.posted"))
                .map(event -> "evt_" + room + "_" + event.number())
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode json(String text) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
