package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ErrorCode;
import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.protocol.SharedMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Owns one [Room]: a virtual thread with a bounded queue that runs the room's effects in order. A bug in it ends this
/// room's stay in memory and nothing else.
public final class RoomActor {
    /// What connections may have waiting: with 100 participants some ten messages each.
    private static final int CONNECTION_EVENTS = 1_024;

    /// Connections that end, media and timers come on top: there are few of them, and losing one leaves a ghost.
    private static final int ALL_EVENTS = 8 * CONNECTION_EVENTS;

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private static final Logger LOG = System.getLogger(RoomActor.class.getName());

    private final RoomId id;
    private final Room room;
    private final RoomSettings settings;
    private final EffectRunner runner;
    private final InstantSource clock;
    private final Consumer<RoomActor> onEnd;
    private final RoomCounters counters;
    private final BlockingQueue<RoomEvent> queue = new LinkedBlockingQueue<>(ALL_EVENTS);
    private final Map<ParticipantId, MessageSink> sinks = new HashMap<>();
    private final Thread thread;
    private volatile RoomSnapshot snapshot;
    private volatile boolean ended;
    private boolean storeFailing;

    /// @param onEnd called once, on the actor's thread, when it takes no more events
    RoomActor(
            RoomId id,
            RoomSetup setup,
            RoomSettings settings,
            EffectRunner runner,
            InstantSource clock,
            RoomCounters counters,
            Consumer<RoomActor> onEnd) {
        this.id = id;
        this.room = new Room(id, setup, settings, clock.instant());
        this.settings = settings;
        this.runner = runner;
        this.clock = clock;
        this.counters = counters;
        this.onEnd = onEnd;
        this.snapshot = room.snapshot();
        this.thread = Thread.ofVirtual().name("room-" + id).unstarted(this::run);
    }

    public RoomId id() {
        return id;
    }

    /// Any thread; returns at once.
    ///
    /// @return false when the room has too much to do, or is no longer in memory: the event is dropped
    public boolean tell(RoomEvent event) {
        boolean crowded = event instanceof RoomEvent.FromConnection && queue.size() >= CONNECTION_EVENTS;
        if (ended || crowded || !queue.offer(event)) {
            counters.onRefused();
            return false;
        }
        // Between the check and the offer the actor may have ended; it hands on what it still finds.
        return !(ended && queue.remove(event));
    }

    /// The room as it was after the last event. Any thread.
    public RoomSnapshot snapshot() {
        return snapshot;
    }

    void start() {
        thread.start();
    }

    /// Waits until everyone was sent away and everything is stored.
    ///
    /// @return whether it came to that within the limit
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return thread.join(limit);
    }

    private void run() {
        try {
            work();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error bug) {
            counters.onFailure();
            LOG.log(Level.ERROR, "room " + id + " ends: a bug", bug);
            giveUp();
        } finally {
            ended = true;
            snapshot = room.snapshot();
            forgetOutside();
            onEnd.accept(this);
        }
    }

    private void forgetOutside() {
        try {
            runner.onEnd(this);
        } catch (RuntimeException e) {
            counters.onFailure();
            LOG.log(Level.ERROR, "what was kept for room " + id + " stays", e);
        }
    }

    private void work() throws InterruptedException {
        Instant idleSince = clock.instant();
        Instant lookAt = idleSince.plus(LOOK_AGAIN);
        while (!room.isEnded()) {
            Instant now = clock.instant();
            if (!now.isBefore(lookAt)) {
                noticeTheGone(now);
                lookAt = now.plus(LOOK_AGAIN);
            }
            Optional<Instant> deadline = room.nextDeadline();
            Instant wakeAt = deadline.orElse(room.isIdle() ? idleSince.plus(settings.emptyGrace()) : lookAt);
            RoomEvent event =
                    queue.poll(Math.max(0, Duration.between(now, wakeAt).toNanos()), TimeUnit.NANOSECONDS);
            now = clock.instant();
            if (event != null) {
                apply(event, now);
                idleSince = now;
            } else if (deadline.isPresent()) {
                apply(new RoomEvent.Tick(), now);
                idleSince = now;
            } else if (room.isIdle() && !now.isBefore(wakeAt)) {
                return;
            }
            snapshot = room.snapshot();
        }
    }

    /// What came between the last event and the end, for a successor.
    List<RoomEvent> late() {
        var late = new ArrayList<RoomEvent>();
        queue.drainTo(late);
        return late;
    }

    private void apply(RoomEvent event, Instant now) {
        // A resume may have overtaken the end of the connection before.
        if (event instanceof RoomEvent.Disconnected(ParticipantId participant) && isConnected(participant)) {
            return;
        }
        if (event instanceof RoomEvent.Join join) {
            sinks.put(join.participant(), join.sink());
        } else if (event instanceof RoomEvent.Resume resume) {
            sinks.put(resume.newcomer(), resume.sink());
        }
        carryOut(event, now);
        if (event instanceof RoomEvent.Join join) {
            settle(join.participant(), now);
        } else if (event instanceof RoomEvent.Resume resume) {
            forgetUnlessHere(resume.newcomer());
        }
    }

    /// The end of a connection is an event like others, and a full queue refuses it: without a second look its
    /// participant would stay for ever.
    private void noticeTheGone(Instant now) {
        for (ParticipantId participant : Set.copyOf(room.participants())) {
            if (!isConnected(participant)) {
                carryOut(new RoomEvent.Disconnected(participant), now);
            }
        }
    }

    /// A connection may end before its join is through; its end was told for someone who was not here yet.
    private void settle(ParticipantId newcomer, Instant now) {
        forgetUnlessHere(newcomer);
        if (room.participants().contains(newcomer) && !isConnected(newcomer)) {
            carryOut(new RoomEvent.Disconnected(newcomer), now);
        }
    }

    private void carryOut(RoomEvent event, Instant now) {
        for (Effect effect : room.on(event, now)) {
            run(effect, now);
        }
    }

    private void run(Effect effect, Instant now) {
        switch (effect) {
            case Effect.Send(ParticipantId to, ServerMessage message) ->
                sink(to).ifPresent(sink -> sink.offer(message));
            case Effect.Broadcast(ServerMessage message, Optional<ParticipantId> except) -> {
                var shared = new SharedMessage(message);
                room.participants().stream()
                        .filter(id -> except.filter(id::equals).isEmpty())
                        .forEach(id -> sink(id).ifPresent(sink -> sink.offer(shared)));
            }
            case Effect.Close(ParticipantId participant, CloseReason reason) -> {
                sink(participant).ifPresent(sink -> sink.close(reason));
                sinks.remove(participant);
            }
            case Effect.Reattach reattach -> carryOut(reattached(reattach), now);
            case Effect.Store(Fact fact) -> carryOut(stored(fact), now);
            case Effect.Reply(RecordingReply to, RecordingReply.Answer answer) -> to.onAnswer(answer);
            case Effect.RevokeToken revoke -> revoke(revoke, now);
            case Effect.Outward outward -> outward(outward, now);
        }
    }

    private RoomEvent reattached(Effect.Reattach reattach) {
        boolean done = sink(reattach.newcomer())
                .flatMap(newcomer -> sink(reattach.participant()).map(here -> here.resume(newcomer, reattach.n())))
                .orElse(false);
        return new RoomEvent.Reattached(reattach.newcomer(), reattach.participant(), done);
    }

    private RoomEvent stored(Fact fact) {
        try {
            Fact kept = runner.store(id, fact);
            storeFailing = false;
            return new RoomEvent.Stored(kept);
        } catch (RuntimeException e) {
            onStorageFailure("store " + fact.type(), e);
            return new RoomEvent.NotStored(fact);
        }
    }

    private void revoke(Effect.RevokeToken token, Instant now) {
        try {
            runner.run(this, token);
        } catch (RuntimeException e) {
            onStorageFailure("end a token", e);
            carryOut(new RoomEvent.NotRevoked(token.tokenId()), now);
        }
    }

    /// Storage that is away fails for every message: one line tells it.
    private void onStorageFailure(String what, RuntimeException e) {
        counters.onFailure();
        if (!storeFailing) {
            LOG.log(Level.ERROR, "room " + id + " cannot " + what, e);
        }
        storeFailing = true;
    }

    private void outward(Effect.Outward effect, Instant now) {
        try {
            runner.run(this, effect);
        } catch (RuntimeException e) {
            counters.onFailure();
            LOG.log(
                    Level.ERROR,
                    "room " + id + " cannot do " + effect.getClass().getSimpleName(),
                    e);
            if (effect instanceof Effect.Negotiate offer) {
                carryOut(
                        new RoomEvent.NegotiationFailed(
                                offer.participant(),
                                offer.offerId(),
                                ErrorCode.INTERNAL,
                                RoomEvent.OfferField.SDP,
                                "the offer was not answered"),
                        now);
            }
        }
    }

    /// After a bug the room's state cannot be trusted: everyone is sent away and joins a fresh one.
    private void giveUp() {
        List<RoomSnapshot.Present> present = snapshot.participants();
        sinks.values().forEach(sink -> sink.close(CloseReason.FAULT));
        int count = present.size();
        for (RoomSnapshot.Present gone : present) {
            count -= 1;
            var participant = new ParticipantId(gone.info().id());
            outward(new Effect.LeaveMedia(participant), clock.instant());
            stored(new Fact.ParticipantLeft(
                    clock.instant(), participant, gone.info().name(), gone.subject(), "fault", count));
        }
        snapshot.recording().ifPresent(it -> outward(new Effect.EndSegment(it.id(), it.segments()), clock.instant()));
        if (!present.isEmpty()) {
            stored(new Fact.RoomEnded(clock.instant()));
        }
    }

    private void forgetUnlessHere(ParticipantId newcomer) {
        if (!room.participants().contains(newcomer)) {
            sinks.remove(newcomer);
        }
    }

    private Optional<MessageSink> sink(ParticipantId participant) {
        return Optional.ofNullable(sinks.get(participant));
    }

    private boolean isConnected(ParticipantId participant) {
        return sink(participant).filter(MessageSink::connected).isPresent();
    }
}
