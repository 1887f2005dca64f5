package dev.moim.signaling.room;

import dev.moim.signaling.protocol.RecordingInfo;
import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.room.RecordingFact.StopReason;
import dev.moim.signaling.room.RecordingReply.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The room's recording: one at a time, in segments. A segment is open while somebody is here and nobody paused it.
final class RoomRecording {
    /// A segment that ends sooner by itself would do so again and again.
    private static final Duration LASTING = Duration.ofSeconds(10);

    private final RecordingRules rules;
    private final Ledger ledger;
    private final EffectList out;
    private Optional<OngoingRecording> recording;
    private boolean open;
    /// Since when the newest segment is open, or was.
    private Instant openedAt;
    /// Since when nobody is here; empty while somebody is.
    private Optional<Instant> emptySince;
    /// Who waits for the fact that is being stored.
    private Optional<RecordingReply> waiting = Optional.empty();
    /// What the server wants is not on disk yet.
    private boolean pending;

    RoomRecording(Optional<OngoingRecording> before, RecordingRules rules, Ledger ledger, EffectList out, Instant now) {
        this.recording = before;
        this.rules = rules;
        this.ledger = ledger;
        this.out = out;
        emptySince = Optional.of(now);
        openedAt = now;
    }

    /// What newcomers and the door are told.
    Optional<OngoingRecording> ongoing() {
        return recording;
    }

    Optional<RecordingInfo> info() {
        return recording.map(now -> RecordingInfo.of(now.id(), now.paused(), now.startedAt()));
    }

    void onOrder(RoomEvent.RecordingOrder order, Instant now) {
        Answer refusal = refusal(order);
        if (refusal != Answer.DONE) {
            out.add(new Effect.Reply(order.reply(), refusal));
            return;
        }
        waiting = Optional.of(order.reply());
        store(fact(order, now));
    }

    private Answer refusal(RoomEvent.RecordingOrder order) {
        Optional<OngoingRecording> named = recording.filter(now -> now.id().equals(order.recording()));
        return switch (order) {
            case RoomEvent.StartRecording _ -> recording.isPresent() ? Answer.ALREADY_RECORDING : Answer.DONE;
            case RoomEvent.PauseRecording _ ->
                unless(named.filter(now -> !now.paused()).isEmpty());
            case RoomEvent.ResumeRecording _ ->
                unless(named.filter(OngoingRecording::paused).isEmpty());
            case RoomEvent.StopRecording _ -> unless(named.isEmpty());
        };
    }

    private static Answer unless(boolean wrong) {
        return wrong ? Answer.NOT_NOW : Answer.DONE;
    }

    private RecordingFact fact(RoomEvent.RecordingOrder order, Instant now) {
        String id = order.recording();
        String by = order.by();
        return switch (order) {
            case RoomEvent.StartRecording _ -> new RecordingFact.Started(now, id, by, segmentToOpen());
            case RoomEvent.PauseRecording _ -> new RecordingFact.Paused(now, id, by);
            case RoomEvent.ResumeRecording _ -> new RecordingFact.Resumed(now, id, by, segmentToOpen());
            case RoomEvent.StopRecording stop -> new RecordingFact.Stopped(now, id, by, stop.reason());
        };
    }

    /// The next segment's number, 0 while nobody is here.
    private int segmentToOpen() {
        return emptySince.isPresent()
                ? 0
                : recording.map(OngoingRecording::segments).orElse(0) + 1;
    }

    void onStored(RecordingFact fact) {
        switch (fact) {
            case RecordingFact.Started started -> {
                recording = Optional.of(new OngoingRecording(started.recording(), started.at(), false, 0));
                begin(started.segment(), started.at());
            }
            case RecordingFact.Paused _ -> {
                end();
                change(now -> new OngoingRecording(now.id(), now.startedAt(), true, now.segments()));
            }
            case RecordingFact.Resumed resumed -> {
                change(now -> new OngoingRecording(now.id(), now.startedAt(), false, now.segments()));
                begin(resumed.segment(), resumed.at());
            }
            case RecordingFact.Stopped _ -> {
                end();
                recording = Optional.empty();
            }
        }
        out.broadcast(new ServerMessage.Recording(info()));
        pending = pending && !fact.by().equals(RecordingFact.SERVER);
        answer(Answer.DONE);
    }

    /// What somebody ordered can be ordered again; the server's own wishes are kept.
    void onNotStored(RecordingFact fact, Instant now) {
        if (fact.by().equals(RecordingFact.SERVER)) {
            ledger.keep(fact, now);
        } else {
            answer(Answer.NOT_STORED);
        }
    }

    /// Somebody is here.
    void onSomebody(Instant now) {
        emptySince = Optional.empty();
        goOn(now);
    }

    private void goOn(Instant now) {
        recording
                .filter(it -> !it.paused() && !open && !pending)
                .ifPresent(
                        it -> store(new RecordingFact.Resumed(now, it.id(), RecordingFact.SERVER, it.segments() + 1)));
    }

    void onNobody(Instant now) {
        emptySince = emptySince.or(() -> Optional.of(now));
    }

    /// The server stops, and will go on with it later.
    void onShutdown() {
        end();
    }

    void onRoomEnd(Instant now) {
        recording.ifPresent(it -> stop(it, StopReason.SERVER, now));
        end();
    }

    /// A segment that recording ended by itself, by a fault, is followed by the next one: at once when it lasted for a
    /// while, for people are told that they are recorded; else with the next one who comes.
    void onSegmentClosed(RoomEvent.SegmentClosed closed, Instant now) {
        boolean current = recording
                .filter(it -> it.id().equals(closed.recording()) && it.segments() == closed.number())
                .isPresent();
        if (!current) {
            return;
        }
        boolean unasked = open;
        open = false;
        if (unasked && emptySince.isEmpty() && !now.isBefore(openedAt.plus(LASTING))) {
            goOn(now);
        }
    }

    Optional<Instant> deadline() {
        return recording.filter(_ -> !pending).flatMap(it -> Stream.of(
                        emptySince.filter(_ -> open).map(at -> at.plus(rules.emptyGrace())),
                        emptySince.map(at -> at.plus(rules.emptyLimit())),
                        Optional.of(it.startedAt().plus(rules.longest())))
                .flatMap(Optional::stream)
                .min(Instant::compareTo));
    }

    void onTick(Instant now) {
        if (recording.isEmpty() || pending) {
            return;
        }
        OngoingRecording it = recording.get();
        if (!now.isBefore(it.startedAt().plus(rules.longest()))) {
            stop(it, StopReason.LIMIT, now);
        } else if (emptySince
                .filter(at -> !now.isBefore(at.plus(rules.emptyLimit())))
                .isPresent()) {
            stop(it, StopReason.ROOM_EMPTY, now);
        } else if (emptySince
                .filter(at -> !now.isBefore(at.plus(rules.emptyGrace())))
                .isPresent()) {
            end();
        }
    }

    private void stop(OngoingRecording it, StopReason reason, Instant now) {
        store(new RecordingFact.Stopped(now, it.id(), RecordingFact.SERVER, reason));
    }

    private void store(RecordingFact fact) {
        pending |= fact.by().equals(RecordingFact.SERVER);
        ledger.store(fact);
    }

    private void begin(int segment, Instant at) {
        if (segment > 0) {
            open = true;
            openedAt = at;
            change(now -> new OngoingRecording(now.id(), now.startedAt(), now.paused(), segment));
            recording.ifPresent(it -> out.add(new Effect.BeginSegment(it.id(), segment)));
        }
    }

    private void end() {
        if (open) {
            open = false;
            recording.ifPresent(it -> out.add(new Effect.EndSegment(it.id(), it.segments())));
        }
    }

    private void change(UnaryOperator<OngoingRecording> to) {
        recording = recording.map(to);
    }

    private void answer(Answer answer) {
        waiting.ifPresent(reply -> out.add(new Effect.Reply(reply, answer)));
        waiting = Optional.empty();
    }
}
