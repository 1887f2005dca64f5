package dev.moim.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.protocol.ClientMessage;
import dev.moim.signaling.protocol.RecordingInfo;
import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.room.RecordingFact.StopReason;
import dev.moim.signaling.room.RecordingReply.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomRecordingTest {
    private static final String BY = "user:mina";
    private final List<Answer> answers = new ArrayList<>();
    private TestRoom room = new TestRoom(10);

    private List<Effect> start(String id) {
        return replied(room.tell(new RoomEvent.StartRecording(id, BY, answers::add)));
    }

    private List<Effect> pause() {
        return replied(room.tell(new RoomEvent.PauseRecording("k-1", BY, answers::add)));
    }

    private List<Effect> resume() {
        return replied(room.tell(new RoomEvent.ResumeRecording("k-1", BY, answers::add)));
    }

    private List<Effect> stop() {
        return replied(room.tell(new RoomEvent.StopRecording("k-1", BY, StopReason.REQUESTED, answers::add)));
    }

    private List<Effect> replied(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Reply(RecordingReply to, Answer answer)) {
                to.onAnswer(answer);
            }
        }
        return effects;
    }

    private static List<Effect> segments(List<Effect> effects) {
        return effects.stream()
                .filter(effect -> effect instanceof Effect.BeginSegment || effect instanceof Effect.EndSegment)
                .toList();
    }

    private List<String> types() {
        return room.facts.stream()
                .map(Fact::type)
                .filter(type -> type.startsWith("recording."))
                .toList();
    }

    private static Optional<RecordingInfo.State> told(List<ServerMessage> messages) {
        return messages.stream()
                .filter(ServerMessage.Recording.class::isInstance)
                .map(ServerMessage.Recording.class::cast)
                .reduce((_, last) -> last)
                .flatMap(ServerMessage.Recording::recording)
                .map(RecordingInfo::state);
    }

    @Test
    void everyoneIsToldAndNewcomersSeeIt() {
        room.join("mina", Role.MODERATOR);
        List<Effect> started = start("k-1");
        assertThat(answers).containsExactly(Answer.DONE);
        assertThat(segments(started)).containsExactly(new Effect.BeginSegment("k-1", 1));
        assertThat(told(room.toOne("mina", started))).contains(RecordingInfo.State.RECORDING);
        assertThat(room.room.snapshot().recording()).isPresent();
        List<ServerMessage> welcome = room.toOne("jun", room.join("jun", Role.PARTICIPANT));
        assertThat(welcome)
                .filteredOn(ServerMessage.Joined.class::isInstance)
                .allMatch(
                        message -> ((ServerMessage.Joined) message).recording().isPresent())
                .hasSize(1);
        List<Effect> stopped = stop();
        assertThat(room.toOne("jun", stopped)).contains(new ServerMessage.Recording(Optional.empty()));
        assertThat(room.room.snapshot().recording()).isEmpty();
    }

    @Test
    void thereIsOneAtATime() {
        room.join("mina", Role.MODERATOR);
        start("k-1");
        start("k-2");
        assertThat(answers).containsExactly(Answer.DONE, Answer.ALREADY_RECORDING);
        stop();
        stop();
        start("k-3");
        assertThat(answers.subList(2, 5)).containsExactly(Answer.DONE, Answer.NOT_NOW, Answer.DONE);
        assertThat(types()).containsExactly("recording.started", "recording.stopped", "recording.started");
    }

    @Test
    void aPauseEndsTheSegmentAndResumingBeginsTheNext() {
        room.join("mina", Role.MODERATOR);
        start("k-1");
        assertThat(segments(pause())).containsExactly(new Effect.EndSegment("k-1", 1));
        pause();
        assertThat(segments(resume())).containsExactly(new Effect.BeginSegment("k-1", 2));
        resume();
        assertThat(answers).containsExactly(Answer.DONE, Answer.DONE, Answer.NOT_NOW, Answer.DONE, Answer.NOT_NOW);
        assertThat(room.facts.getLast().data()).containsEntry("segment", 2).containsEntry("by", BY);
        assertThat(segments(stop())).containsExactly(new Effect.EndSegment("k-1", 2));
    }

    @Test
    void anEmptyRoomEndsTheSegmentAfterAWhileAndPeopleBringTheNext() {
        room.join("mina", Role.MODERATOR);
        start("k-1");
        room.say("mina", new ClientMessage.Leave());
        assertThat(segments(room.pass(Duration.ofSeconds(29)))).isEmpty();
        assertThat(segments(room.pass(Duration.ofSeconds(2)))).containsExactly(new Effect.EndSegment("k-1", 1));
        assertThat(room.room.isIdle()).as("it stays in memory").isFalse();
        assertThat(segments(room.join("jun", Role.PARTICIPANT))).containsExactly(new Effect.BeginSegment("k-1", 2));
        assertThat(room.facts.getLast().data()).containsEntry("by", "server").containsEntry("segment", 2);
    }

    @Test
    void whoComesBackSoonGoesOnInTheSameSegment() {
        room.join("mina", Role.MODERATOR);
        start("k-1");
        room.say("mina", new ClientMessage.Leave());
        room.pass(Duration.ofSeconds(20));
        assertThat(segments(room.join("mina", Role.MODERATOR))).isEmpty();
        assertThat(segments(room.pass(Duration.ofMinutes(5)))).isEmpty();
    }

    @Test
    void aRoomThatStaysEmptyEndsTheRecording() {
        start("k-1");
        assertThat(room.facts.getLast().data()).doesNotContainKey("segment");
        room.pass(Duration.ofMinutes(59));
        assertThat(types()).containsExactly("recording.started");
        room.pass(Duration.ofMinutes(2));
        assertThat(room.facts.getLast().data())
                .containsEntry("reason", "room-empty")
                .containsEntry("by", "server");
        assertThat(room.room.isIdle()).isTrue();
    }

    @Test
    void noRecordingIsLongerThanADay() {
        room.join("mina", Role.MODERATOR);
        start("k-1");
        assertThat(segments(room.pass(Duration.ofHours(25)))).containsExactly(new Effect.EndSegment("k-1", 1));
        assertThat(room.facts.getLast().data()).containsEntry("reason", "limit");
    }

    @Test
    void afterARestartItGoesOnAsTheNextSegment() {
        var before = new OngoingRecording("k-1", Instant.parse("2026-11-21T08:50:00Z"), false, 3);
        room = new TestRoom(new RoomSetup("Weekly", 10, true, List.of(), 1, Optional.of(before)));
        assertThat(segments(room.join("mina", Role.MODERATOR))).containsExactly(new Effect.BeginSegment("k-1", 4));
        start("k-2");
        assertThat(answers).containsExactly(Answer.ALREADY_RECORDING);
    }

    @Test
    void aServerThatStopsEndsTheSegmentOnly() {
        room.join("mina", Role.MODERATOR);
        start("k-1");
        assertThat(segments(room.tell(new RoomEvent.Shutdown()))).containsExactly(new Effect.EndSegment("k-1", 1));
        assertThat(types()).containsExactly("recording.started");
    }

    @Test
    void aSegmentThatAFaultEndedIsFollowedByTheNext() {
        room.join("mina", Role.MODERATOR);
        start("k-1");
        room.pass(Duration.ofSeconds(20));
        assertThat(segments(room.tell(new RoomEvent.SegmentClosed("k-1", 1))))
                .as("people are told that they are recorded")
                .containsExactly(new Effect.BeginSegment("k-1", 2));
        assertThat(segments(room.tell(new RoomEvent.SegmentClosed("k-1", 2))))
                .as("no hot loop")
                .isEmpty();
        assertThat(segments(room.join("jun", Role.PARTICIPANT))).containsExactly(new Effect.BeginSegment("k-1", 3));
        room.pass(Duration.ofSeconds(20));
        pause();
        assertThat(segments(room.tell(new RoomEvent.SegmentClosed("k-1", 3))))
                .as("it was told to")
                .isEmpty();
    }

    @Test
    void nothingBeginsBeforeItIsOnDisk() {
        room.join("mina", Role.MODERATOR);
        room.storageFails = true;
        assertThat(segments(start("k-1"))).isEmpty();
        assertThat(answers).containsExactly(Answer.NOT_STORED);
        assertThat(room.room.snapshot().recording()).isEmpty();
    }

    @Test
    void theServersOwnWishWaitsForStorage() {
        start("k-1");
        room.storageFails = true;
        room.pass(Duration.ofMinutes(61));
        assertThat(types()).containsExactly("recording.started");
        room.storageFails = false;
        room.pass(Duration.ofSeconds(2));
        assertThat(types()).containsExactly("recording.started", "recording.stopped");
    }
}
