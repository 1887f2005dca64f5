package dev.moim.signaling.socket;

import dev.moim.signaling.protocol.ProtocolCodec;
import dev.moim.signaling.protocol.RemovalReason;
import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.protocol.SharedMessage;
import dev.moim.signaling.protocol.WrittenMessage;
import dev.moim.signaling.room.CloseReason;
import dev.moim.signaling.room.MessageSink;
import dev.moim.signaling.room.ParticipantId;
import java.util.List;
import java.util.Optional;

/// A participant's messages: numbered, kept until they are acknowledged, sent while a connection is there. Any thread.
final class Outbox implements MessageSink {
    private final ParticipantId participant;
    private final ProtocolCodec codec;
    private final ReplayBuffer replay;
    private Optional<Line> line;
    private boolean entered;
    private boolean closed;

    Outbox(ParticipantId participant, Line line, ProtocolCodec codec, ReplayBuffer replay) {
        this.participant = participant;
        this.line = Optional.of(line);
        this.codec = codec;
        this.replay = replay;
    }

    ParticipantId participant() {
        return participant;
    }

    /// Whether the participant is in the room.
    synchronized boolean entered() {
        return entered;
    }

    @Override
    public void offer(ServerMessage message) {
        offer(new SharedMessage(message));
    }

    @Override
    public synchronized void offer(SharedMessage shared) {
        if (closed) {
            return;
        }
        ServerMessage message = shared.message();
        if (message instanceof ServerMessage.Pong) {
            line.ifPresent(open -> open.send(codec.write(message, 0)));
            return;
        }
        if (message instanceof ServerMessage.Joined) {
            entered = true;
        }
        long n = replay.next();
        WrittenMessage text = shared.text(codec);
        replay.keep(n, text);
        // Before the client hears it: it may ask again at once.
        if (!entered && message instanceof ServerMessage.Failure) {
            line.ifPresent(Line::onRefused);
        }
        line.ifPresent(open -> open.send(text.numbered(n)));
    }

    @Override
    public synchronized void close(CloseReason reason) {
        forget();
        line.ifPresent(open -> open.close(reason));
        line = Optional.empty();
    }

    @Override
    public boolean resume(MessageSink newcomer, long n) {
        // A connection comes from this package, and from it only.
        return newcomer instanceof Outbox other && other.hasLine() && resumeWith(other, n);
    }

    @Override
    public synchronized boolean connected() {
        return line.isPresent();
    }

    /// The client has everything up to this number.
    synchronized void ack(long n) {
        replay.ack(n);
    }

    /// The number of the newest message, and the highest that the client says it has.
    synchronized AckWatch.Numbers numbers() {
        return replay.numbers();
    }

    /// The connection is gone.
    ///
    /// @return whether it was still this outbox's
    synchronized boolean detach(Line gone) {
        boolean mine = line.filter(open -> open.equals(gone)).isPresent();
        line = mine ? Optional.empty() : line;
        return mine;
    }

    private synchronized boolean resumeWith(Outbox newcomer, long n) {
        Optional<List<String>> missed = closed ? Optional.empty() : replay.after(n);
        Optional<Line> fresh = missed.isPresent() ? newcomer.giveUpLine() : Optional.empty();
        if (fresh.isEmpty()) {
            return false;
        }
        line.ifPresent(older -> {
            older.send(codec.write(new ServerMessage.Removed(RemovalReason.RESUMED_ELSEWHERE), replay.next()));
            older.close(CloseReason.RESUMED_ELSEWHERE);
        });
        line = fresh;
        fresh.get().moveTo(this);
        List<String> messages = missed.orElseThrow();
        fresh.get().send(codec.write(new ServerMessage.Resumed(messages.size()), replay.next()));
        messages.forEach(fresh.get()::send);
        return true;
    }

    private synchronized boolean hasLine() {
        return line.isPresent();
    }

    private synchronized Optional<Line> giveUpLine() {
        Optional<Line> given = line;
        line = Optional.empty();
        if (given.isPresent()) {
            forget();
        }
        return given;
    }

    /// Nobody has the secret to come back with.
    synchronized void forgetUnlessEntered() {
        if (!entered) {
            forget();
        }
    }

    private void forget() {
        closed = true;
        replay.clear();
    }
}
