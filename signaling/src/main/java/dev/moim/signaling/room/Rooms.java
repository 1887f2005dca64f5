package dev.moim.signaling.room;

import dev.moim.signaling.protocol.RemovalReason;
import dev.moim.signaling.protocol.ServerMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The rooms that are in memory. A room comes in when someone needs it and goes when it has been empty for a while.
/// Any thread.
public final class Rooms implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final RoomStore store;
    private final EffectRunner runner;
    private final RoomSettings settings;
    private final InstantSource clock;
    private final RoomCounters counters = new RoomCounters();
    private final ConcurrentMap<RoomId, RoomActor> actors = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public Rooms(RoomStore store, EffectRunner runner, RoomSettings settings, InstantSource clock) {
        this.store = store;
        this.runner = runner;
        this.settings = settings;
        this.clock = clock;
    }

    /// A room that is in memory.
    public Optional<RoomActor> find(RoomId id) {
        return Optional.ofNullable(actors.get(id));
    }

    /// A room, loaded when it is not in memory: may block. Empty when there is no such room, or the server stops.
    public Optional<RoomActor> open(RoomId id) {
        // Loads inside: a room that ends meanwhile has stored everything before its key is free.
        RoomActor actor = actors.computeIfAbsent(
                id,
                key -> closed
                        ? null
                        : store.load(key).map(setup -> start(key, setup)).orElse(null));
        return Optional.ofNullable(actor);
    }

    public Collection<RoomActor> all() {
        return List.copyOf(actors.values());
    }

    public RoomCounters counters() {
        return counters;
    }

    /// Everyone is sent away with the reason that the server stops; returns when rooms have stored that, or after 5 s.
    @Override
    public void close() {
        closed = true;
        List<RoomActor> open = List.copyOf(actors.values());
        open.forEach(actor -> actor.tell(new RoomEvent.Shutdown()));
        Instant limit = clock.instant().plus(STOP_LIMIT);
        try {
            for (RoomActor actor : open) {
                Duration left = Duration.between(clock.instant(), limit);
                actor.awaitEnd(left.isPositive() ? left : Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RoomActor start(RoomId id, RoomSetup setup) {
        var actor = new RoomActor(id, setup, settings, runner, clock, counters, this::onEnd);
        actor.start();
        return actor;
    }

    private void onEnd(RoomActor actor) {
        actors.remove(actor.id(), actor);
        for (RoomEvent late : actor.late()) {
            if (late instanceof RoomEvent.Join join) {
                handOn(actor.id(), join, join.sink());
            } else if (late instanceof RoomEvent.Resume resume) {
                handOn(actor.id(), resume, resume.sink());
            }
        }
    }

    private void handOn(RoomId id, RoomEvent event, MessageSink sink) {
        Optional<RoomActor> successor = open(id);
        if (successor.isEmpty()) {
            sink.offer(new ServerMessage.Removed(RemovalReason.ROOM_ENDED));
            sink.close(closed ? CloseReason.GOING_AWAY : CloseReason.ROOM_ENDED);
        } else if (!successor.get().tell(event)) {
            sink.close(CloseReason.GOING_AWAY);
        }
    }
}
