package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ClientMessage;
import dev.moim.signaling.protocol.Media;
import dev.moim.signaling.protocol.ServerMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A room with a clock that the test moves, and storage that works until the test says otherwise. Effects are carried
/// out as far as the room hears of them.
final class TestRoom {
    static final RoomId ID = new RoomId("r-1");

    final Room room;
    Instant now = Instant.parse("2026-11-21T09:00:00Z");
    boolean storageFails;
    boolean reattaches = true;
    private final List<Effect> effects = new ArrayList<>();
    final List<Fact> facts = new ArrayList<>();
    final List<String> revoked = new ArrayList<>();

    TestRoom(int maxParticipants) {
        this(new RoomSetup("Weekly", maxParticipants, true, List.of(), 1));
    }

    TestRoom(RoomSetup setup) {
        room = new Room(ID, setup, RoomSettings.DEFAULTS, now);
    }

    static ParticipantId id(String name) {
        return new ParticipantId("p-" + name);
    }

    static String secret(String name) {
        return "secret-of-" + name;
    }

    static Admission admission(String name, Role role) {
        return new Admission("token-" + name, "guest:" + name, Optional.empty(), role);
    }

    /// The effects of this event, of all that follows from it too.
    List<Effect> tell(RoomEvent event) {
        effects.clear();
        carryOut(event);
        return List.copyOf(effects);
    }

    List<Effect> join(String name, Role role) {
        return tell(joining(name, role, Optional.empty()));
    }

    RoomEvent.Join joining(String name, Role role, Optional<String> replaces) {
        return new RoomEvent.Join(
                id(name),
                admission(name, role),
                secret(name),
                NoSink.INSTANCE,
                new ClientMessage.Join(Optional.of(name), Optional.empty(), Media.OFF, replaces),
                List.of());
    }

    List<Effect> say(String name, ClientMessage message) {
        return tell(new RoomEvent.Said(id(name), message));
    }

    List<Effect> chat(String name, String clientMessageId, String text) {
        return say(name, new ClientMessage.Chat(clientMessageId, text));
    }

    List<Effect> disconnect(String name) {
        return tell(new RoomEvent.Disconnected(id(name)));
    }

    List<Effect> resume(String name, String newcomer, String secret) {
        return tell(new RoomEvent.Resume(
                id(newcomer),
                admission(newcomer, Role.PARTICIPANT),
                NoSink.INSTANCE,
                new ClientMessage.Resume(secret, 1L)));
    }

    /// Time passes; ticks come when the room asks for them.
    List<Effect> pass(Duration duration) {
        Instant until = now.plus(duration);
        effects.clear();
        Optional<Instant> next = room.nextDeadline().filter(at -> !at.isAfter(until));
        while (next.isPresent()) {
            now = next.get();
            carryOut(new RoomEvent.Tick());
            next = room.nextDeadline().filter(at -> !at.isAfter(until));
        }
        now = until;
        return List.copyOf(effects);
    }

    /// What one participant is sent by these effects, broadcasts included.
    List<ServerMessage> toOne(String name, List<Effect> all) {
        var messages = new ArrayList<ServerMessage>();
        for (Effect effect : all) {
            if (effect instanceof Effect.Send(ParticipantId to, ServerMessage message) && to.equals(id(name))) {
                messages.add(message);
            } else if (effect instanceof Effect.Broadcast(ServerMessage message, Optional<ParticipantId> except)
                    && room.participants().contains(id(name))
                    && except.filter(id(name)::equals).isEmpty()) {
                messages.add(message);
            }
        }
        return messages;
    }

    private void carryOut(RoomEvent event) {
        for (Effect effect : room.on(event, now)) {
            effects.add(effect);
            if (effect instanceof Effect.Store(Fact fact)) {
                if (storageFails) {
                    carryOut(new RoomEvent.NotStored(fact));
                } else {
                    facts.add(fact);
                    carryOut(new RoomEvent.Stored(fact));
                }
            } else if (effect instanceof Effect.RevokeToken(String token)) {
                if (storageFails) {
                    carryOut(new RoomEvent.NotRevoked(token));
                } else {
                    revoked.add(token);
                }
            } else if (effect instanceof Effect.Reattach(ParticipantId newcomer, ParticipantId participant, long _)) {
                carryOut(new RoomEvent.Reattached(newcomer, participant, reattaches));
            }
        }
    }

    private enum NoSink implements MessageSink {
        INSTANCE;

        @Override
        public void offer(ServerMessage message) {
            throw new IllegalStateException("the room knows no sinks");
        }

        @Override
        public void close(CloseReason reason) {
            throw new IllegalStateException("the room knows no sinks");
        }

        @Override
        public boolean resume(MessageSink newcomer, long n) {
            throw new IllegalStateException("the room knows no sinks");
        }

        @Override
        public boolean connected() {
            throw new IllegalStateException("the room knows no sinks");
        }
    }
}
