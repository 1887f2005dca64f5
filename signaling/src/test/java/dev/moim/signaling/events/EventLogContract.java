package dev.moim.signaling.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moim.signaling.room.Fact;
import dev.moim.signaling.room.ParticipantId;
import dev.moim.signaling.room.Role;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.RoomRow;
import dev.moim.signaling.store.RoomRows;
import dev.moim.signaling.store.UserRow;
import dev.moim.signaling.store.UserRows;
import io.micronaut.context.ApplicationContext;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What every database must give.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EventLogContract {
    private static final Instant AT = Instant.parse("2026-11-21T09:00:00.123456789Z");

    private ApplicationContext context;
    private EventLog log;
    private TransactionOperations<Connection> transactions;
    private RoomId room;

    /// Settings that lead to an empty database.
    abstract Map<String, Object> database();

    @BeforeAll
    @SuppressWarnings("unchecked") // the only transactions here are those of JDBC
    void start() {
        context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(database())
                .start();
        log = context.getBean(EventLog.class);
        transactions = context.getBean(TransactionOperations.class);
        context.getBean(UserRows.class).save(new UserRow("owner", "Owner", "owner", "-", false, AT));
    }

    @BeforeEach
    void newRoom() {
        room = new RoomId(UUID.randomUUID().toString());
        context.getBean(RoomRows.class).save(new RoomRow(room.value(), "Room", "owner", true, 10, AT, 1));
    }

    @AfterAll
    void closeContext() {
        context.close();
    }

    @Test
    void givesBackWhatWasAppended() {
        assertThat(log.last(room)).isZero();

        var data = Map.<String, Object>of("name", "민아 \u0000\n\"", "count", 3, "tags", List.of("a", "b"));
        Event event = log.append(room, "participant.joined", AT, data);

        assertThat(event.number()).isEqualTo(1);
        assertThat(event.at()).isEqualTo(Instant.parse("2026-11-21T09:00:00.123456Z"));
        assertThat(log.after(room, 0, 10)).containsExactly(event);
        assertThat(log.after(room, 0, 10).getFirst().data()).isEqualTo(data);
        assertThat(log.last(room)).isEqualTo(1);
    }

    @Test
    void readsInOrderAfterANumberUpToALimit() {
        for (int i = 0; i < 7; i++) {
            log.append(room, "tick", AT, Map.of());
        }

        assertThat(numbers(0, 3)).containsExactly(1L, 2L, 3L);
        assertThat(numbers(5, 3)).containsExactly(6L, 7L);
        assertThat(numbers(7, 3)).isEmpty();
    }

    @Test
    void numbersHaveNoGapsWhenManyAppendAtOnceAndSomeFail() throws Exception {
        int writers = 8;
        int each = 20;
        List<Callable<Integer>> work = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            work.add(() -> {
                int kept = 0;
                for (int i = 0; i < each; i++) {
                    kept += appendOrFail(i % 4 == 3) ? 1 : 0;
                }
                return kept;
            });
        }
        long kept = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : executor.invokeAll(work)) {
                kept += done.get();
            }
        }

        assertThat(kept).isEqualTo(writers * each * 3 / 4);
        assertThat(numbers(0, 1000))
                .isEqualTo(LongStream.rangeClosed(1, kept).boxed().toList());
    }

    @Test
    void twoTransactionsThatCrossInTwoRoomsComeToAnEnd() throws Exception {
        RoomId one = room;
        newRoom();
        RoomId two = room;
        var bothHoldOne = new CyclicBarrier(2);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = executor.invokeAll(List.of(crossing(one, two, bothHoldOne), crossing(two, one, bothHoldOne)));
            int kept = (done.getFirst().get() ? 1 : 0) + (done.getLast().get() ? 1 : 0);
            assertThat(kept).isPositive();
            assertThat(log.last(one)).isEqualTo(kept);
            assertThat(log.last(two)).isEqualTo(kept);
        }
    }

    private Callable<Boolean> crossing(RoomId first, RoomId second, CyclicBarrier bothHoldOne) {
        return () -> {
            try {
                transactions.executeWrite(status -> {
                    log.append(first, "tick", AT, Map.of());
                    await(bothHoldOne);
                    return log.append(second, "tick", AT, Map.of());
                });
                return true;
            } catch (IllegalStateException e) {
                return false;
            }
        };
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theLogOfADeletedRoomIsReadToItsEndAndNotAppendedTo() {
        log.append(room, "tick", AT, Map.of());
        transactions.executeWrite(status -> {
            log.close(room, AT);
            return context.getBean(RoomRows.class).deleteById(room.value());
        });

        assertThat(log.after(room, 0, 10).stream().map(Event::type)).containsExactly("tick", "room.deleted");
        assertThatThrownBy(() -> log.append(room, "tick", AT, Map.of())).isInstanceOf(IllegalStateException.class);
        assertThat(log.last(room)).isEqualTo(2);
    }

    @Test
    void whoHasLeftCannotLeaveAgainAndWhoIsInsideIsWrittenOut() {
        var attendance = context.getBean(Attendance.class);
        var mina = new ParticipantId("p-mina");
        var jun = new ParticipantId("p-jun");
        attendance.append(room, new Fact.RoomStarted(AT));
        attendance.append(room, new Fact.RoomStarted(AT));
        attendance.append(room, new Fact.ParticipantJoined(AT, mina, "Mina", Role.VIEWER, "guest:1", 1));
        attendance.append(room, new Fact.ParticipantJoined(AT, jun, "Jun", Role.VIEWER, "guest:2", 2));
        var gone = new Fact.ParticipantLeft(AT, mina, "Mina", "guest:1", "left", 1);
        attendance.append(room, gone);
        attendance.append(room, gone);
        assertThat(attendance.openMeetings()).contains(room);

        attendance.close(room, "server-lost", AT);
        attendance.close(room, "server-lost", AT);

        List<Event> events = log.after(room, 0, 100);
        assertThat(events.stream().map(Event::type))
                .containsExactly(
                        "room.started",
                        "participant.joined",
                        "participant.joined",
                        "participant.left",
                        "participant.left",
                        "room.ended");
        assertThat(events.get(4).data())
                .isEqualTo(Map.of(
                        "participant",
                        "p-jun",
                        "name",
                        "Jun",
                        "subject",
                        "guest:2",
                        "reason",
                        "server-lost",
                        "count",
                        0));
        assertThat(attendance.openMeetings()).doesNotContain(room);
    }

    @Test
    void tellsReadersOfAllRooms() {
        var told = new ArrayList<Event>();
        Event event;
        try (var _ = log.subscribe(told::add)) {
            event = log.append(room, "tick", AT, Map.of());
        }
        log.append(room, "tick", AT, Map.of());
        assertThat(told).containsExactly(event);
    }

    @Test
    void wakesReadersAfterTheCommitAndOnlyThem() {
        var seen = new ArrayList<Integer>();
        var others = new AtomicInteger();
        try (var _ = log.subscribe(new RoomId("another"), others::incrementAndGet);
                var _ = log.subscribe(room, () -> seen.add(numbers(0, 10).size()))) {
            transactions.executeWrite(status -> {
                log.append(room, "tick", AT, Map.of());
                assertThat(seen).isEmpty();
                return log.append(room, "tick", AT, Map.of());
            });
            assertThat(seen).isNotEmpty().allMatch(count -> count == 2);
            seen.clear();
            assertThatThrownBy(() -> transactions.executeWrite(status -> {
                        log.append(room, "tick", AT, Map.of());
                        throw new IllegalStateException("rolled back");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(seen).isEmpty();
        }
        log.append(room, "tick", AT, Map.of());

        assertThat(seen).isEmpty();
        assertThat(others).hasValue(0);
    }

    @Test
    void refusesARoomThatIsNotThere() {
        assertThatThrownBy(() -> log.append(new RoomId("nowhere"), "tick", AT, Map.of()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(log.after(new RoomId("nowhere"), 0, 10)).isEmpty();
    }

    private boolean appendOrFail(boolean fail) {
        try {
            transactions.executeWrite(status -> {
                Event event = log.append(room, "tick", AT, Map.of());
                if (fail) {
                    throw new IllegalStateException("rolled back");
                }
                return event;
            });
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private List<Long> numbers(long after, int limit) {
        return log.after(room, after, limit).stream().map(Event::number).toList();
    }
}
