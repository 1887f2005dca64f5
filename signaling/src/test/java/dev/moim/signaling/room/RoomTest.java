package dev.moim.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.protocol.ChatLine;
import dev.moim.signaling.protocol.ClientMessage;
import dev.moim.signaling.protocol.ErrorCode;
import dev.moim.signaling.protocol.LeaveReason;
import dev.moim.signaling.protocol.Media;
import dev.moim.signaling.protocol.MediaClosedReason;
import dev.moim.signaling.protocol.RemovalReason;
import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.protocol.Source;
import dev.moim.signaling.protocol.Tile;
import dev.moim.signaling.protocol.TrackInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What people in a room notice, with a clock of the test's own.
class RoomTest {
    private final TestRoom room = new TestRoom(3);

    @Test
    void aNewcomerGetsTheRoomAndTheOthersGetTheNewcomer() {
        room.join("mina", Role.MODERATOR);
        List<Effect> effects = room.join("jun", Role.PARTICIPANT);
        assertThat(room.toOne("jun", effects)).singleElement().satisfies(message -> {
            var joined = (ServerMessage.Joined) message;
            assertThat(joined.participants()).extracting("name").containsExactly("mina", "jun");
            assertThat(joined.resume().secret()).isEqualTo(TestRoom.secret("jun"));
            assertThat(joined.room().name()).isEqualTo("Weekly");
        });
        assertThat(room.toOne("mina", effects)).singleElement().satisfies(message -> {
            var joined = (ServerMessage.ParticipantJoined) message;
            assertThat(joined.count()).isEqualTo(2);
            assertThat(joined.participant().connected()).isTrue();
        });
        assertThat(room.facts)
                .extracting(Fact::type)
                .containsExactly("room.started", "participant.joined", "participant.joined");
    }

    @Test
    void theJoinIsOnDiskBeforeAnyoneIsTold() {
        List<Effect> effects = room.join("mina", Role.MODERATOR);
        int stored = indexOf(effects, Effect.Store.class, 1);
        assertThat(stored).isLessThan(indexOf(effects, Effect.Send.class, 0));
    }

    @Test
    void aJoinThatIsNotStoredDidNotHappen() {
        room.storageFails = true;
        List<Effect> effects = room.join("mina", Role.MODERATOR);
        assertThat(failure(room.toOne("mina", effects)).code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(room.room.participants()).isEmpty();
        assertThat(room.room.isIdle()).isTrue();
        room.storageFails = false;
        room.join("mina", Role.MODERATOR);
        assertThat(room.room.participants()).hasSize(1);
    }

    @Test
    void aFullRoomRefusesUntilSomeoneLeaves() {
        room.join("a", Role.PARTICIPANT);
        room.join("b", Role.PARTICIPANT);
        room.join("c", Role.PARTICIPANT);
        assertThat(failure(room.toOne("d", room.join("d", Role.PARTICIPANT))).code())
                .isEqualTo(ErrorCode.ROOM_FULL);
        room.say("b", new ClientMessage.Leave());
        room.join("d", Role.PARTICIPANT);
        assertThat(room.room.participants()).contains(TestRoom.id("d"));
    }

    @Test
    void whoReplacesAnEarlierStayTakesItsPlaceInAFullRoomAndLeavesNoGhost() {
        room.join("a", Role.PARTICIPANT);
        room.join("b", Role.PARTICIPANT);
        room.join("c", Role.PARTICIPANT);
        room.chat("c", "c-1", "before");
        List<Effect> effects = room.tell(room.joining("c2", Role.PARTICIPANT, Optional.of(TestRoom.secret("c"))));
        assertThat(room.toOne("a", effects))
                .hasSize(2)
                .satisfiesExactly(
                        left -> assertThat(((ServerMessage.ParticipantLeft) left).reason())
                                .isEqualTo(LeaveReason.REPLACED),
                        joined -> assertThat(joined).isInstanceOf(ServerMessage.ParticipantJoined.class));
        assertThat(effects).contains(new Effect.Close(TestRoom.id("c"), CloseReason.RESUMED_ELSEWHERE));
        // What was posted before is still known when it is repeated.
        List<Effect> repeated = room.chat("c2", "c-1", "before");
        assertThat(room.toOne("a", repeated)).isEmpty();
        assertThat(room.toOne("c2", repeated)).hasSize(1);
        assertThat(room.facts).filteredOn(Fact.RoomEnded.class::isInstance).isEmpty();
    }

    @Test
    void theTokensNameGoesBeforeTheOneAtJoin() {
        var join = new RoomEvent.Join(
                TestRoom.id("x"),
                new Admission("t", "user:1", Optional.of("Mina Kim"), Role.PARTICIPANT),
                "s",
                room.joining("x", Role.PARTICIPANT, Optional.empty()).sink(),
                new ClientMessage.Join(Optional.of("Eve"), Optional.empty(), Media.OFF, Optional.empty()),
                List.of());
        room.tell(join);
        assertThat(room.room.snapshot().participants().getFirst().info().name()).isEqualTo("Mina Kim");
    }

    @Test
    void chatIsNumberedConfirmedAndShownToAll() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        List<Effect> effects = room.chat("mina", "c-1", "Hello");
        ChatLine toAuthor = ((ServerMessage.Chat) room.toOne("mina", effects).getFirst()).message();
        ChatLine toOther = ((ServerMessage.Chat) room.toOne("jun", effects).getFirst()).message();
        assertThat(toAuthor.clientMessageId()).contains("c-1");
        assertThat(toOther.clientMessageId()).isEmpty();
        assertThat(toOther.number()).isEqualTo(1);
        assertThat(toOther.at()).isEqualTo(room.now);
        assertThat(indexOf(effects, Effect.Store.class, 0)).isLessThan(indexOf(effects, Effect.Broadcast.class, 0));
        assertThat(room.facts.getLast().data()).containsEntry("text", "Hello").containsEntry("number", 1L);
    }

    @Test
    void aRepeatedMessageIsConfirmedAgainAndShownOnce() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        List<ServerMessage> first = room.toOne("mina", room.chat("mina", "c-1", "Hello"));
        List<Effect> again = room.chat("mina", "c-1", "Hello");
        assertThat(room.toOne("mina", again)).isEqualTo(first);
        assertThat(room.toOne("jun", again)).isEmpty();
        assertThat(room.facts).filteredOn(Fact.ChatPosted.class::isInstance).hasSize(1);
    }

    @Test
    void aMessageThatIsNotStoredIsShownToNobodyAndLeavesNoGap() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        room.storageFails = true;
        List<Effect> lost = room.chat("mina", "c-1", "Hello");
        assertThat(failure(room.toOne("mina", lost)).code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(room.toOne("jun", lost)).isEmpty();
        room.storageFails = false;
        List<Effect> found = room.chat("mina", "c-1", "Hello");
        assertThat(((ServerMessage.Chat) room.toOne("jun", found).getFirst())
                        .message()
                        .number())
                .isEqualTo(1);
    }

    @Test
    void numbersGoOnFromTheStoredHistoryAndNewcomersGetTheLastTwenty() {
        var old = new ChatLine(41, "m-41", "p-0", "Old", "earlier", Instant.EPOCH, Optional.empty());
        var continued = new TestRoom(new RoomSetup("Weekly", 10, true, List.of(old), 42));
        var joined = (ServerMessage.Joined)
                continued.toOne("a", continued.join("a", Role.PARTICIPANT)).getFirst();
        assertThat(joined.chat()).containsExactly(old);
        for (int i = 0; i < 25; i++) {
            continued.chat("a", "c-" + i, "text " + i);
        }
        var later = (ServerMessage.Joined)
                continued.toOne("b", continued.join("b", Role.PARTICIPANT)).getFirst();
        assertThat(later.chat()).hasSize(20);
        assertThat(later.chat().getFirst().number()).isEqualTo(47);
        assertThat(later.chat().getLast().number()).isEqualTo(66);
    }

    @Test
    void whoFloodsTheChatIsStoppedAndMayGoOnLater() {
        room.join("mina", Role.MODERATOR);
        for (int i = 0; i < RoomSettings.DEFAULTS.chatBurst(); i++) {
            room.chat("mina", "c-" + i, "x");
        }
        assertThat(failure(room.toOne("mina", room.chat("mina", "more", "x"))).code())
                .isEqualTo(ErrorCode.TOO_FAST);
        room.pass(Duration.ofSeconds(1));
        assertThat(room.toOne("mina", room.chat("mina", "more", "x")).getFirst())
                .isInstanceOf(ServerMessage.Chat.class);
    }

    @Test
    void aLostConnectionWaitsForItsReturnAndThenLeaves() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        var changed = (ServerMessage.ParticipantChanged)
                room.toOne("mina", room.disconnect("jun")).getFirst();
        assertThat(changed.participant().connected()).isFalse();
        assertThat(room.pass(Duration.ofSeconds(59))).isEmpty();
        var left = (ServerMessage.ParticipantLeft)
                room.toOne("mina", room.pass(Duration.ofSeconds(1))).getFirst();
        assertThat(left.reason()).isEqualTo(LeaveReason.LOST);
        assertThat(left.count()).isEqualTo(1);
    }

    @Test
    void aResumeInTimeKeepsTheStay() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        room.disconnect("jun");
        room.pass(Duration.ofSeconds(59));
        List<Effect> effects = room.resume("jun", "jun-again", TestRoom.secret("jun"));
        assertThat(effects).contains(new Effect.Reattach(TestRoom.id("jun-again"), TestRoom.id("jun"), 1));
        var changed =
                (ServerMessage.ParticipantChanged) room.toOne("mina", effects).getFirst();
        assertThat(changed.participant().connected()).isTrue();
        assertThat(room.pass(Duration.ofMinutes(10))).isEmpty();
        assertThat(room.room.participants()).hasSize(2);
    }

    @Test
    void aWrongSecretAnotherRoleOrMessagesThatAreGoneResumeNothing() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        assertThat(failure(room.toOne("x", room.resume("jun", "x", "guess"))).code())
                .isEqualTo(ErrorCode.RESUME_FAILED);
        assertThat(failure(room.toOne("x", room.resume("mina", "x", TestRoom.secret("mina"))))
                        .code())
                .isEqualTo(ErrorCode.RESUME_FAILED);
        room.reattaches = false;
        assertThat(failure(room.toOne("x", room.resume("jun", "x", TestRoom.secret("jun"))))
                        .code())
                .isEqualTo(ErrorCode.RESUME_FAILED);
    }

    @Test
    void whoLostMediaAndConnectionLeavesAtOnce() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        room.tell(new RoomEvent.MediaConnected(TestRoom.id("jun")));
        room.disconnect("jun");
        List<Effect> effects =
                room.tell(new RoomEvent.MediaClosed(TestRoom.id("jun"), MediaClosedReason.CONSENT_EXPIRED));
        assertThat(((ServerMessage.ParticipantLeft) room.toOne("mina", effects).getFirst()).reason())
                .isEqualTo(LeaveReason.LOST);
        assertThat(effects).contains(new Effect.LeaveMedia(TestRoom.id("jun")));
    }

    @Test
    void theOtherWayRoundTooButNotWhenTheMediaCameBack() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        room.tell(new RoomEvent.MediaConnected(TestRoom.id("jun")));
        List<Effect> closed =
                room.tell(new RoomEvent.MediaClosed(TestRoom.id("jun"), MediaClosedReason.CONSENT_EXPIRED));
        assertThat(room.toOne("jun", closed))
                .containsExactly(new ServerMessage.MediaClosed(MediaClosedReason.CONSENT_EXPIRED));
        room.tell(new RoomEvent.Negotiated(TestRoom.id("jun"), 2, "v=0"));
        room.disconnect("jun");
        assertThat(room.room.participants()).hasSize(2);
        room.resume("jun", "jun-again", TestRoom.secret("jun"));
        room.tell(new RoomEvent.MediaConnected(TestRoom.id("jun")));
        room.tell(new RoomEvent.MediaClosed(TestRoom.id("jun"), MediaClosedReason.CONSENT_EXPIRED));
        room.disconnect("jun");
        assertThat(room.room.participants()).containsExactly(TestRoom.id("mina"));
    }

    @Test
    void whoseCameraFindsNoRoomIsToldAndStays() {
        room.join("mina", Role.MODERATOR);
        List<Effect> effects = room.tell(new RoomEvent.SourceRefused(TestRoom.id("mina"), Source.CAMERA));
        ServerMessage.Failure refusal = failure(room.toOne("mina", effects));
        assertThat(refusal.code()).isEqualTo(ErrorCode.MEDIA_FULL);
        assertThat(refusal.to()).contains("media");
        assertThat(refusal.field()).contains("camera");
        assertThat(room.room.participants()).containsExactly(TestRoom.id("mina"));
    }

    @Test
    void typingIsShownAndEndsByItself() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        List<Effect> started = room.say("jun", new ClientMessage.Typing(true));
        assertThat(room.toOne("mina", started)).containsExactly(new ServerMessage.Typing("p-jun", true));
        assertThat(room.toOne("jun", started)).isEmpty();
        room.pass(Duration.ofSeconds(5));
        assertThat(room.say("jun", new ClientMessage.Typing(true))).isEmpty();
        assertThat(room.pass(Duration.ofSeconds(5))).isEmpty();
        assertThat(room.toOne("mina", room.pass(Duration.ofSeconds(1))))
                .containsExactly(new ServerMessage.Typing("p-jun", false));
    }

    @Test
    void nobodyIsFloodedWithTyping() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        int told = 0;
        for (int i = 0; i < 100; i++) {
            told += room.say("jun", new ClientMessage.Typing(i % 2 == 0)).size();
        }
        assertThat(told).isLessThanOrEqualTo(20);
    }

    @Test
    void aModeratorRemovesSomeoneWithTheirToken() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        List<Effect> effects = room.say("mina", new ClientMessage.Kick("p-jun"));
        assertThat(effects)
                .containsSubsequence(
                        new Effect.LeaveMedia(TestRoom.id("jun")),
                        new Effect.Send(TestRoom.id("jun"), new ServerMessage.Removed(RemovalReason.KICKED)),
                        new Effect.Close(TestRoom.id("jun"), CloseReason.KICKED),
                        new Effect.RevokeToken("token-jun"));
        assertThat(room.toOne("mina", effects))
                .containsExactly(new ServerMessage.ParticipantLeft("p-jun", LeaveReason.KICKED, 1));
        List<Effect> back = room.join("jun", Role.PARTICIPANT);
        assertThat(back).contains(new Effect.Close(TestRoom.id("jun"), CloseReason.TOKEN_REVOKED));
        assertThat(room.room.participants()).containsExactly(TestRoom.id("mina"));
    }

    @Test
    void onlyModeratorsRemoveAndOnlyThoseWhoAreHere() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        assertThat(failure(room.toOne("jun", room.say("jun", new ClientMessage.Kick("p-mina"))))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        ServerMessage.Failure unknown =
                failure(room.toOne("mina", room.say("mina", new ClientMessage.Kick("p-nobody"))));
        assertThat(unknown.code()).isEqualTo(ErrorCode.UNKNOWN_PARTICIPANT);
        assertThat(unknown.field()).contains("participant");
    }

    @Test
    void aRevokedTokenEndsTheStaysItOpened() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        List<Effect> effects = room.tell(new RoomEvent.TokenRevoked("token-jun"));
        assertThat(effects)
                .contains(
                        new Effect.Send(TestRoom.id("jun"), new ServerMessage.Removed(RemovalReason.TOKEN_REVOKED)),
                        new Effect.Close(TestRoom.id("jun"), CloseReason.TOKEN_REVOKED));
        assertThat(room.room.participants()).containsExactly(TestRoom.id("mina"));
    }

    @Test
    void viewersPublishNothing() {
        room.join("vera", Role.VIEWER);
        List<Effect> media = room.say("vera", new ClientMessage.SetMedia(true, false, false, false));
        assertThat(failure(room.toOne("vera", media)).code()).isEqualTo(ErrorCode.FORBIDDEN);
        List<Effect> offer =
                room.say("vera", new ClientMessage.Offer(1, "v=0", List.of(new TrackInfo("0", Source.MICROPHONE))));
        assertThat(offer).contains(new Effect.Negotiate(TestRoom.id("vera"), 1, "v=0", List.of()));
    }

    @Test
    void anOfferIsAnsweredToItsSenderAlone() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        List<TrackInfo> tracks = List.of(new TrackInfo("0", Source.CAMERA));
        List<Effect> asked = room.say("jun", new ClientMessage.Offer(7, "offer", tracks));
        assertThat(asked).contains(new Effect.Negotiate(TestRoom.id("jun"), 7, "offer", tracks));
        List<Effect> answered = room.tell(new RoomEvent.Negotiated(TestRoom.id("jun"), 7, "answer"));
        assertThat(room.toOne("jun", answered)).containsExactly(new ServerMessage.Answer(7, "answer"));
        assertThat(room.toOne("mina", answered)).isEmpty();
        List<Effect> failed = room.tell(new RoomEvent.NegotiationFailed(
                TestRoom.id("jun"), 0, ErrorCode.BAD_SDP, RoomEvent.OfferField.SDP, "no common codec"));
        assertThat(failure(room.toOne("jun", failed)))
                .isEqualTo(new ServerMessage.Failure(
                        ErrorCode.BAD_SDP, Optional.of("join"), Optional.of("offer.sdp"), "no common codec"));
        List<Effect> lied = room.tell(new RoomEvent.NegotiationFailed(
                TestRoom.id("jun"), 7, ErrorCode.INVALID, RoomEvent.OfferField.TRACKS, "no such section"));
        assertThat(failure(room.toOne("jun", lied)))
                .isEqualTo(new ServerMessage.Failure(
                        ErrorCode.INVALID, Optional.of("offer"), Optional.of("tracks"), "no such section"));
    }

    @Test
    void mutingTellsTheMediaAndTheOthers() {
        room.join("mina", Role.MODERATOR);
        room.join("jun", Role.PARTICIPANT);
        List<Effect> effects = room.say("jun", new ClientMessage.SetMedia(true, true, false, false));
        assertThat(effects).contains(new Effect.SetMedia(TestRoom.id("jun"), new Media(true, true, false, false)));
        assertThat(((ServerMessage.ParticipantChanged)
                                room.toOne("mina", effects).getFirst())
                        .participant()
                        .media()
                        .camera())
                .isTrue();
        assertThat(room.say("jun", new ClientMessage.SetMedia(true, true, false, false)))
                .isEmpty();
    }

    @Test
    void wishesSlotsAndSpeakerFindTheirWay() {
        room.join("mina", Role.MODERATOR);
        List<Tile> tiles = List.of(new Tile("p-jun", Source.CAMERA, 360));
        assertThat(room.say("mina", new ClientMessage.View(tiles)))
                .containsExactly(new Effect.SetWishes(TestRoom.id("mina"), tiles));
        var slots = List.of(ServerMessage.Slot.of("4", "p-jun", Source.CAMERA, 90_000), ServerMessage.Slot.idle("5"));
        assertThat(room.toOne("mina", room.tell(new RoomEvent.SlotsChanged(TestRoom.id("mina"), slots))))
                .containsExactly(new ServerMessage.Slots(slots));
        room.tell(new RoomEvent.SpeakerChanged(Optional.of(TestRoom.id("mina"))));
        assertThat(room.toOne("jun", room.join("jun", Role.PARTICIPANT)))
                .contains(new ServerMessage.Speaker(Optional.of("p-mina")));
    }

    @Test
    void everyJoinHasOneLeaveHoweverItEnds() {
        room.join("a", Role.MODERATOR);
        room.join("b", Role.PARTICIPANT);
        room.join("c", Role.PARTICIPANT);
        room.say("a", new ClientMessage.Kick("p-b"));
        room.tell(new RoomEvent.Disconnected(TestRoom.id("b")));
        room.say("c", new ClientMessage.Leave());
        room.say("c", new ClientMessage.Leave());
        room.disconnect("c");
        room.disconnect("a");
        room.pass(Duration.ofHours(1));
        assertThat(room.facts)
                .filteredOn(Fact.ParticipantLeft.class::isInstance)
                .extracting(fact -> fact.data().get("participant"))
                .containsExactly("p-b", "p-c", "p-a");
        assertThat(room.facts.getLast()).isInstanceOf(Fact.RoomEnded.class);
        assertThat(room.room.isIdle()).isTrue();
    }

    @Test
    void aTokenWhoseEndIsNotStoredEndsLater() {
        room.join("a", Role.MODERATOR);
        room.join("b", Role.PARTICIPANT);
        room.storageFails = true;
        room.say("a", new ClientMessage.Kick("p-b"));
        room.say("a", new ClientMessage.Leave());
        room.pass(Duration.ofSeconds(3));
        assertThat(room.room.participants()).isEmpty();
        assertThat(room.room.isIdle()).as("it has something to keep").isFalse();
        room.storageFails = false;
        room.pass(Duration.ofSeconds(2));
        assertThat(room.revoked).containsExactly("token-b");
        assertThat(room.room.isIdle()).isTrue();
    }

    @Test
    void aLeaveThatIsNotStoredIsStoredLater() {
        room.join("a", Role.MODERATOR);
        room.join("b", Role.PARTICIPANT);
        room.storageFails = true;
        List<Effect> left = room.say("b", new ClientMessage.Leave());
        assertThat(room.toOne("a", left)).hasSize(1);
        assertThat(room.room.isIdle()).isFalse();
        room.pass(Duration.ofSeconds(3));
        room.storageFails = false;
        room.pass(Duration.ofSeconds(2));
        assertThat(room.facts)
                .filteredOn(Fact.ParticipantLeft.class::isInstance)
                .hasSize(1);
        assertThat(room.room.nextDeadline()).isEmpty();
    }

    @Test
    void theEndOfTheRoomSendsEveryoneAway() {
        room.join("a", Role.MODERATOR);
        room.join("b", Role.PARTICIPANT);
        List<Effect> effects = room.tell(new RoomEvent.End());
        assertThat(effects)
                .contains(
                        new Effect.Send(TestRoom.id("a"), new ServerMessage.Removed(RemovalReason.ROOM_ENDED)),
                        new Effect.Close(TestRoom.id("b"), CloseReason.ROOM_ENDED));
        assertThat(room.facts).extracting(Fact::type).endsWith("participant.left", "participant.left", "room.ended");
        assertThat(room.room.isEnded()).isTrue();
    }

    private static ServerMessage.Failure failure(List<ServerMessage> messages) {
        return messages.stream()
                .filter(ServerMessage.Failure.class::isInstance)
                .map(ServerMessage.Failure.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no failure in " + messages));
    }

    private static int indexOf(List<Effect> effects, Class<?> type, int nth) {
        int seen = 0;
        for (int i = 0; i < effects.size(); i++) {
            if (type.isInstance(effects.get(i)) && seen++ == nth) {
                return i;
            }
        }
        throw new AssertionError("no " + type + " in " + effects);
    }
}
