package dev.moim.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.protocol.ClientMessage;
import dev.moim.signaling.protocol.ErrorCode;
import dev.moim.signaling.protocol.Media;
import dev.moim.signaling.protocol.RemovalReason;
import dev.moim.signaling.protocol.ServerMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rooms on their own threads, with storage and sinks of the test.
class RoomsTest {
    private static final RoomId ID = new RoomId("r-1");

    private final House house = new House();
    private volatile Duration ahead = Duration.ZERO;
    private final Rooms rooms = new Rooms(
            house,
            house,
            new RoomSettings(
                    Duration.ofMillis(200),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(6),
                    1_000_000,
                    1_000_000,
                    RecordingRules.DEFAULTS),
            () -> Instant.now().plus(ahead));

    @AfterEach
    void stop() {
        rooms.close();
    }

    @Test
    void thereIsOneActorForARoomAndNoneForARoomThatIsNotThere() {
        assertThat(rooms.find(ID)).isEmpty();
        RoomActor actor = rooms.open(ID).orElseThrow();
        assertThat(rooms.open(ID)).containsSame(actor);
        assertThat(rooms.find(ID)).containsSame(actor);
        assertThat(rooms.open(new RoomId("gone"))).isEmpty();
    }

    @Test
    void anEmptyRoomLeavesMemoryAndItsNumbersGoOn() {
        Sink mina = join("mina");
        chat("mina", "c-1");
        eventually(() -> mina.chatNumbers().equals(List.of(1L)));
        say("mina", new ClientMessage.Leave());
        eventually(() -> rooms.find(ID).isEmpty());
        Sink again = join("jun");
        chat("jun", "c-1");
        eventually(() -> again.chatNumbers().equals(List.of(2L)));
        assertThat(house.types())
                .containsExactly(
                        "room.started",
                        "participant.joined",
                        "chat.posted",
                        "participant.left",
                        "room.ended",
                        "room.started",
                        "participant.joined",
                        "chat.posted");
    }

    @Test
    void aRoomWithSomeoneInItStays() {
        join("mina");
        RoomId empty = new RoomId("r-2");
        rooms.open(empty);
        eventually(() -> rooms.find(empty).isEmpty());
        assertThat(rooms.find(ID).orElseThrow().snapshot().participants()).hasSize(1);
    }

    @Test
    void everyoneGetsEveryMessageInTheSameOrder() {
        List<Sink> sinks = IntStream.range(0, 20).mapToObj(i -> join("p" + i)).toList();
        List<Thread> writers = IntStream.range(0, 20)
                .mapToObj(i -> Thread.ofVirtual().start(() -> IntStream.range(0, 20)
                        .forEach(k -> eventually(() -> rooms.find(ID)
                                .orElseThrow()
                                .tell(new RoomEvent.Said(
                                        new ParticipantId("p" + i), new ClientMessage.Chat("c" + k, "x")))))))
                .toList();
        List<Long> all = IntStream.rangeClosed(1, 400).mapToObj(Long::valueOf).toList();
        eventually(() -> sinks.stream().allMatch(sink -> sink.chatNumbers().size() == 400));
        assertThat(sinks).allSatisfy(sink -> assertThat(sink.chatNumbers()).isEqualTo(all));
        assertThat(writers).hasSize(20);
    }

    @Test
    void aRoomWithTooMuchToDoRefusesConnectionsButTakesTheirEnds() {
        join("mina");
        RoomActor actor = rooms.find(ID).orElseThrow();
        house.block();
        chat("mina", "c-1");
        eventually(() -> house.blocked);
        int taken = 0;
        while (actor.tell(new RoomEvent.Said(new ParticipantId("mina"), new ClientMessage.Typing(false)))) {
            taken++;
        }
        assertThat(taken).isEqualTo(1_024);
        assertThat(rooms.counters().refused()).isEqualTo(1);
        assertThat(actor.tell(new RoomEvent.Remove(new ParticipantId("mina")))).isTrue();
        house.unblock();
        eventually(() -> house.types().contains("participant.left"));
    }

    @Test
    void theEndOfAnOldConnectionDoesNotHurtTheNewOne() {
        Sink mina = join("mina");
        Sink jun = join("jun");
        jun.connected = true;
        rooms.find(ID).orElseThrow().tell(new RoomEvent.Disconnected(new ParticipantId("jun")));
        chat("mina", "c-1");
        eventually(() -> mina.chatNumbers().size() == 1);
        assertThat(mina.messages).noneMatch(ServerMessage.ParticipantChanged.class::isInstance);
    }

    @Test
    void whoWentBeforeTheJoinWasThroughIsSeenToBeGone() {
        Sink mina = join("mina");
        var jun = new Sink();
        jun.connected = false;
        rooms.open(ID).orElseThrow().tell(joining("jun", jun));
        eventually(() -> mina.messages.stream().anyMatch(ServerMessage.ParticipantLeft.class::isInstance));
        assertThat(jun.closed).contains(CloseReason.LEFT);
    }

    @Test
    void aBugEndsItsRoomAloneAndTheRoomCanBeOpenedAgain() {
        Sink mina = join("mina");
        Sink other = new Sink();
        rooms.open(new RoomId("r-2")).orElseThrow().tell(joining("jun", other));
        eventually(other::joined);
        RoomActor actor = rooms.find(ID).orElseThrow();
        mina.broken = Optional.of(new IllegalStateException("a bug"));
        chat("mina", "c-1");
        eventually(() -> mina.closed.isPresent());
        assertThat(mina.closed).contains(CloseReason.FAULT);
        eventually(() -> rooms.find(ID).isEmpty());
        assertThat(rooms.counters().failures()).isEqualTo(1);
        assertThat(house.types()).contains("participant.left");
        assertThat(other.closed).isEmpty();
        assertThat(house.ended).containsExactly(actor);
        join("mina2");
    }

    @Test
    void anErrorSendsEveryoneAwayToo() {
        Sink mina = join("mina");
        mina.broken = Optional.of(new StackOverflowError());
        chat("mina", "c-1");
        eventually(() -> mina.closed.isPresent());
        assertThat(mina.closed).contains(CloseReason.FAULT);
        eventually(() -> rooms.find(ID).isEmpty());
        join("mina2");
    }

    @Test
    void whoseEndTheFullQueueRefusedIsFoundLater() {
        Sink mina = join("mina");
        Sink jun = join("jun");
        jun.connected = false;
        chat("mina", "c-1");
        eventually(() -> mina.chatNumbers().size() == 1);
        assertThat(mina.messages).noneMatch(ServerMessage.ParticipantChanged.class::isInstance);
        ahead = Duration.ofSeconds(31);
        chat("mina", "c-2");
        chat("mina", "c-3");
        eventually(() -> mina.messages.stream()
                .anyMatch(message -> message instanceof ServerMessage.ParticipantChanged changed
                        && !changed.participant().connected()));
    }

    @Test
    void storageHasTheLastWordOnANumber() {
        Sink mina = join("mina");
        house.nextNumber = 7;
        chat("mina", "c-1");
        eventually(() -> mina.chatNumbers().equals(List.of(7L)));
    }

    @Test
    void anEffectThatFailsIsAnsweredAndTheRoomGoesOn() {
        Sink mina = join("mina");
        house.negotiationFails = true;
        say("mina", new ClientMessage.Offer(3, "v=0", List.of()));
        eventually(() -> mina.messages.stream()
                .anyMatch(message -> message instanceof ServerMessage.Failure failure
                        && failure.code() == ErrorCode.INTERNAL
                        && failure.to().equals(Optional.of("offer"))));
        chat("mina", "c-1");
        eventually(() -> mina.chatNumbers().size() == 1);
    }

    @Test
    void joinsThatMeetAnEndingRoomFindTheNextOne() {
        for (int round = 0; round < 200; round++) {
            RoomActor actor = rooms.open(ID).orElseThrow();
            var sink = new Sink();
            String name = "p" + round;
            Thread ending = Thread.ofVirtual().start(() -> actor.tell(new RoomEvent.End()));
            boolean taken = actor.tell(joining(name, sink));
            if (taken) {
                eventually(() -> sink.joined() || sink.closed.isPresent());
            }
            eventually(() -> !ending.isAlive());
            rooms.find(ID).ifPresent(open -> open.tell(new RoomEvent.End()));
            eventually(() -> rooms.find(ID).isEmpty());
        }
        assertThat(house.types().stream().filter("participant.joined"::equals).count())
                .isEqualTo(house.types().stream()
                        .filter("participant.left"::equals)
                        .count());
    }

    @Test
    void aServerThatStopsTellsEveryoneAndStoresIt() {
        Sink mina = join("mina");
        rooms.close();
        assertThat(mina.closed).contains(CloseReason.GOING_AWAY);
        assertThat(house.types()).endsWith("participant.left", "room.ended");
        assertThat(rooms.open(ID)).isEmpty();
    }

    @Test
    void aJoinToARoomThatIsDeletedMeanwhileIsSentAway() {
        RoomActor actor = rooms.open(ID).orElseThrow();
        house.block();
        actor.tell(joining("first", new Sink()));
        eventually(() -> house.blocked);
        house.deleted = true;
        actor.tell(new RoomEvent.End());
        var late = new Sink();
        actor.tell(joining("late", late));
        house.unblock();
        eventually(() -> late.closed.isPresent());
        assertThat(late.messages).containsExactly(new ServerMessage.Removed(RemovalReason.ROOM_ENDED));
        assertThat(late.closed).contains(CloseReason.ROOM_ENDED);
    }

    private Sink join(String name) {
        var sink = new Sink();
        eventually(() ->
                rooms.open(ID).filter(room -> room.tell(joining(name, sink))).isPresent());
        eventually(sink::joined);
        return sink;
    }

    private void chat(String name, String id) {
        say(name, new ClientMessage.Chat(id, "x"));
    }

    private void say(String name, ClientMessage message) {
        assertThat(rooms.find(ID).orElseThrow().tell(new RoomEvent.Said(new ParticipantId(name), message)))
                .isTrue();
    }

    private static RoomEvent.Join joining(String name, Sink sink) {
        return new RoomEvent.Join(
                new ParticipantId(name),
                new Admission("token-" + name, "guest:" + name, Optional.of(name), Role.PARTICIPANT),
                "secret-" + name,
                sink,
                new ClientMessage.Join(Optional.empty(), Optional.empty(), Media.OFF, Optional.empty()),
                List.of());
    }

    private static void eventually(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as("nanoseconds waited").isLessThan(10_000_000_000L);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static final class Sink implements MessageSink {
        final List<ServerMessage> messages = new CopyOnWriteArrayList<>();
        volatile Optional<CloseReason> closed = Optional.empty();
        volatile boolean connected = true;
        volatile Optional<Throwable> broken = Optional.empty();

        @Override
        public void offer(ServerMessage message) {
            if (broken.isPresent()) {
                if (broken.get() instanceof Error error) {
                    throw error;
                }
                throw new IllegalStateException(broken.get());
            }
            messages.add(message);
        }

        @Override
        public void close(CloseReason reason) {
            closed = Optional.of(reason);
        }

        @Override
        public boolean resume(MessageSink newcomer, long n) {
            return false;
        }

        @Override
        public boolean connected() {
            return connected;
        }

        boolean joined() {
            return messages.stream().anyMatch(ServerMessage.Joined.class::isInstance);
        }

        List<Long> chatNumbers() {
            return messages.stream()
                    .filter(ServerMessage.Chat.class::isInstance)
                    .map(message -> ((ServerMessage.Chat) message).message().number())
                    .toList();
        }
    }

    private static final class House implements RoomStore, EffectRunner {
        final List<Fact> facts = new CopyOnWriteArrayList<>();
        final List<RoomActor> ended = new CopyOnWriteArrayList<>();
        volatile CountDownLatch gate = new CountDownLatch(0);
        volatile boolean blocked;
        volatile boolean deleted;
        volatile long nextNumber;
        volatile boolean negotiationFails;

        void block() {
            gate = new CountDownLatch(1);
        }

        void unblock() {
            gate.countDown();
        }

        List<String> types() {
            return facts.stream().map(Fact::type).toList();
        }

        @Override
        public Optional<RoomSetup> load(RoomId room) {
            if (deleted || room.value().equals("gone")) {
                return Optional.empty();
            }
            long posted =
                    facts.stream().filter(Fact.ChatPosted.class::isInstance).count();
            return Optional.of(new RoomSetup("Weekly", 100, true, List.of(), posted + 1));
        }

        @Override
        public Fact store(RoomId room, Fact fact) {
            blocked = gate.getCount() > 0;
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Fact kept = fact instanceof Fact.ChatPosted posted && nextNumber > 0
                    ? posted.withLine(posted.line().withNumber(nextNumber))
                    : fact;
            facts.add(kept);
            return kept;
        }

        @Override
        public void onEnd(RoomActor room) {
            ended.add(room);
        }

        @Override
        public void run(RoomActor room, Effect.Outward effect) {
            if (negotiationFails && effect instanceof Effect.Negotiate) {
                throw new IllegalStateException("no media");
            }
        }
    }
}
