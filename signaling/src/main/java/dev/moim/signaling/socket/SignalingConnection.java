package dev.moim.signaling.socket;

import dev.moim.signaling.auth.RoomGrant;
import dev.moim.signaling.protocol.ClientMessage;
import dev.moim.signaling.protocol.ErrorCode;
import dev.moim.signaling.protocol.ProtocolCodec;
import dev.moim.signaling.protocol.ProtocolException;
import dev.moim.signaling.protocol.RemovalReason;
import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.room.Admission;
import dev.moim.signaling.room.CloseReason;
import dev.moim.signaling.room.ParticipantId;
import dev.moim.signaling.room.RoomActor;
import dev.moim.signaling.room.RoomEvent;
import dev.moim.signaling.room.Rooms;
import dev.moim.signaling.room.TokenBucket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// One signaling connection: reads messages, keeps the client to its rates, and carries them to the room. The inputs
/// come one at a time; what [Line] says may come from any thread.
final class SignalingConnection implements Line {
    private final RoomGrant grant;
    private final Rooms rooms;
    private final ProtocolCodec codec;
    private final SignalingSettings settings;
    private final InstantSource clock;
    private final TokenBucket rate;
    private final TokenBucket faults;
    private final Wire wire;
    private final Supplier<List<ServerMessage.IceServer>> iceServers;
    private volatile Outbox outbox;
    private volatile AckWatch acks = new AckWatch();
    /// A join or resume is with the room.
    private volatile boolean asked;

    /// Set before the outbox is told: a resume may just be moving this connection to another one.
    private volatile boolean closed;

    private volatile Instant joinBy;

    /// @param iceServers asked at the join
    SignalingConnection(
            RoomGrant grant,
            Wire wire,
            Supplier<List<ServerMessage.IceServer>> iceServers,
            Rooms rooms,
            ProtocolCodec codec,
            SignalingSettings settings,
            ReplayBudget replay,
            InstantSource clock) {
        this.grant = grant;
        this.wire = wire;
        this.iceServers = iceServers;
        this.rooms = rooms;
        this.codec = codec;
        this.settings = settings;
        this.clock = clock;
        Instant now = clock.instant();
        this.rate = new TokenBucket(settings.messageBurst(), settings.messagesPerSecond(), now);
        this.faults = new TokenBucket(settings.faultBurst(), 1, now);
        this.joinBy = now.plus(settings.joinLimit());
        // If the join succeeds this becomes the participant's outbox, so its numbers go on.
        this.outbox = new Outbox(
                new ParticipantId("p-" + SecretSource.text(12)),
                this,
                codec,
                new ReplayBuffer(settings.replayMessages(), settings.replayCharacters(), replay));
    }

    void onText(String text) {
        Instant now = clock.instant();
        if (!rate.take(now)) {
            fail(tooFast(), now);
            return;
        }
        ClientMessage message;
        try {
            message = codec.read(text);
        } catch (ProtocolException e) {
            fail(e.toFailure(), now);
            return;
        }
        onMessage(message, now);
    }

    /// Closes the connection when the first message is overdue.
    ///
    /// @return when to ask again; empty for never
    Optional<Duration> checkJoinLimit() {
        if (outbox.entered()) {
            return Optional.empty();
        }
        if (asked) {
            return Optional.of(settings.joinLimit());
        }
        Duration left = Duration.between(clock.instant(), joinBy);
        if (left.isPositive()) {
            return Optional.of(left);
        }
        wire.close(CloseReason.NO_JOIN.code());
        return Optional.empty();
    }

    /// Closes the connection of a client that never says what it has. One thread at a time; asked now and then.
    void checkAcks() {
        if (acks.isOverdue(outbox.numbers(), clock.instant())) {
            wire.close(CloseReason.TOO_SLOW.code());
        }
    }

    /// The socket is gone. Harmless when it is told twice.
    void onClosed() {
        closed = true;
        leaveOutbox();
    }

    private void leaveOutbox() {
        if (outbox.detach(this)) {
            outbox.forgetUnlessEntered();
            rooms.find(grant.room()).ifPresent(room -> room.tell(new RoomEvent.Disconnected(outbox.participant())));
        }
    }

    @Override
    public void send(String json) {
        wire.send(json);
    }

    @Override
    public void close(CloseReason reason) {
        wire.close(reason.code());
    }

    @Override
    public void moveTo(Outbox other) {
        outbox = other;
        acks = new AckWatch();
        if (closed) {
            leaveOutbox();
        }
    }

    @Override
    public void onRefused() {
        joinBy = clock.instant().plus(settings.joinLimit());
        asked = false;
    }

    private void onMessage(ClientMessage message, Instant now) {
        switch (message) {
            case ClientMessage.Join join -> {
                if (mayEnter("join", now)) {
                    enter(new RoomEvent.Join(
                            outbox.participant(), admission(), SecretSource.text(32), outbox, join, iceServers.get()));
                }
            }
            case ClientMessage.Resume resume -> {
                if (mayEnter("resume", now)) {
                    enter(new RoomEvent.Resume(outbox.participant(), admission(), outbox, resume));
                }
            }
            case ClientMessage.Ack(Long n) -> outbox.ack(n);
            case ClientMessage.Ping(Long id) -> outbox.offer(new ServerMessage.Pong(id));
            case ClientMessage.Offer _,
                    ClientMessage.Candidate _,
                    ClientMessage.SetMedia _,
                    ClientMessage.View _,
                    ClientMessage.Chat _,
                    ClientMessage.Typing _,
                    ClientMessage.Kick _,
                    ClientMessage.Leave _ -> say(message, now);
        }
    }

    private boolean mayEnter(String type, Instant now) {
        if (asked || outbox.entered()) {
            fail(failure(ErrorCode.ALREADY_JOINED, Optional.of(type), "this connection has joined"), now);
            return false;
        }
        return true;
    }

    private void enter(RoomEvent event) {
        asked = true;
        Optional<RoomActor> room = rooms.open(grant.room());
        if (room.isEmpty()) {
            outbox.offer(new ServerMessage.Removed(RemovalReason.ROOM_ENDED));
            wire.close(CloseReason.ROOM_ENDED.code());
        } else if (!room.get().tell(event)) {
            onRefused();
            outbox.offer(busy());
        }
    }

    private void say(ClientMessage message, Instant now) {
        if (!asked && !outbox.entered()) {
            fail(failure(ErrorCode.NOT_JOINED, Optional.empty(), "the first message is join or resume"), now);
            return;
        }
        var said = new RoomEvent.Said(outbox.participant(), message);
        if (rooms.find(grant.room()).filter(room -> room.tell(said)).isEmpty()) {
            outbox.offer(busy());
        }
    }

    /// Answers a fault of the client; one who goes on with faults is sent away.
    private void fail(ServerMessage.Failure failure, Instant now) {
        if (faults.take(now)) {
            outbox.offer(failure);
        } else {
            wire.close(CloseReason.TOO_MANY_MESSAGES.code());
        }
    }

    private Admission admission() {
        return new Admission(grant.tokenId(), grant.subject(), grant.name(), grant.role());
    }

    private static ServerMessage.Failure tooFast() {
        return failure(ErrorCode.TOO_FAST, Optional.empty(), "too many messages; try again later");
    }

    private static ServerMessage.Failure busy() {
        return failure(ErrorCode.BUSY, Optional.empty(), "the room has too much to do; try again later");
    }

    private static ServerMessage.Failure failure(ErrorCode code, Optional<String> to, String message) {
        return new ServerMessage.Failure(code, to, Optional.empty(), message);
    }
}
