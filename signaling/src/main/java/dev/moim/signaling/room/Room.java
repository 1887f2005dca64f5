package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ClientMessage;
import dev.moim.signaling.protocol.ErrorCode;
import dev.moim.signaling.protocol.LeaveReason;
import dev.moim.signaling.protocol.Media;
import dev.moim.signaling.protocol.MediaClosedReason;
import dev.moim.signaling.protocol.RemovalReason;
import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.protocol.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A room: an event and the time go in, effects come out. Knows no socket, no storage, no media; its [RoomActor] owns
/// it and is the only caller.
final class Room {
    private final RoomId id;
    private RoomSetup setup;
    private final RoomSettings settings;
    private final EffectList out = new EffectList();
    private final Ledger ledger = new Ledger(out);
    private final Roster roster = new Roster();
    private final Conversation conversation;
    private final RoomRecording recording;
    private final RoomMedia media = new RoomMedia(roster, out);
    private Optional<Entering> entering = Optional.empty();
    private Optional<RoomEvent.Resume> resuming = Optional.empty();
    private Optional<Instant> startedAt = Optional.empty();
    private boolean ended;

    /// Someone who is in the room as soon as the join is on disk.
    private record Entering(
            Participant participant,
            Optional<ClientMessage.SessionOffer> offer,
            List<ServerMessage.IceServer> iceServers) {}

    Room(RoomId id, RoomSetup setup, RoomSettings settings, Instant now) {
        this.id = id;
        this.setup = setup;
        this.settings = settings;
        this.conversation = new Conversation(setup, settings, ledger, out);
        this.recording = new RoomRecording(setup.recording(), settings.recordings(), ledger, out, now);
    }

    List<Effect> on(RoomEvent event, Instant now) {
        switch (event) {
            case RoomEvent.Join join -> onJoin(join, now);
            case RoomEvent.Resume resume -> onResume(resume);
            case RoomEvent.Said said -> find(said.participant()).ifPresent(p -> onSaid(p, said.message(), now));
            case RoomEvent.Disconnected gone -> find(gone.participant()).ifPresent(p -> onDisconnected(p, now));
            case RoomEvent.Reattached reattached -> onReattached(reattached);
            case RoomEvent.Stored stored -> onStored(stored.fact());
            case RoomEvent.NotStored notStored -> onNotStored(notStored.fact(), now);
            case RoomEvent.NotRevoked(String tokenId) -> ledger.keepRevoked(tokenId, now);
            case RoomEvent.Negotiated answer ->
                find(answer.participant()).ifPresent(p -> media.onNegotiated(p, answer));
            case RoomEvent.NegotiationFailed failed -> media.onNegotiationFailed(failed);
            case RoomEvent.MediaConnected connected ->
                find(connected.participant()).ifPresent(media::onConnected);
            case RoomEvent.MediaClosed closed ->
                find(closed.participant()).ifPresent(p -> onMediaClosed(p, closed.reason(), now));
            case RoomEvent.SourceRefused(ParticipantId participant, Source source) ->
                find(participant).ifPresent(p -> media.onSourceRefused(p, source));
            case RoomEvent.SlotsChanged changed ->
                find(changed.participant()).ifPresent(p -> out.send(p, new ServerMessage.Slots(changed.slots())));
            case RoomEvent.SpeakerChanged changed -> media.onSpeaker(changed.speaker());
            case RoomEvent.Remove remove -> find(remove.participant()).ifPresent(p -> kick(p, now));
            case RoomEvent.Changed(String name, int maxParticipants, boolean guests) ->
                setup = new RoomSetup(name, maxParticipants, guests, List.of(), 1);
            case RoomEvent.TokenRevoked revoked -> onTokenRevoked(revoked.tokenId(), now);
            case RoomEvent.RecordingOrder order -> recording.onOrder(order, now);
            case RoomEvent.SegmentClosed closed -> recording.onSegmentClosed(closed, now);
            case RoomEvent.End() ->
                end("room-ended", Optional.of(RemovalReason.ROOM_ENDED), CloseReason.ROOM_ENDED, now);
            case RoomEvent.Shutdown() -> end("server-stopped", Optional.empty(), CloseReason.GOING_AWAY, now);
            case RoomEvent.Tick() -> onTick(now);
        }
        return out.take();
    }

    /// When a [RoomEvent.Tick] is due.
    Optional<Instant> nextDeadline() {
        Stream<Instant> people =
                roster.all().stream().flatMap(p -> Stream.concat(p.leavesAt().stream(), p.typingUntil().stream()));
        return Stream.of(people, ledger.retryAt().stream(), recording.deadline().stream())
                .flatMap(all -> all)
                .min(Instant::compareTo);
    }

    Set<ParticipantId> participants() {
        return roster.ids();
    }

    /// Nobody is here and nothing is left to do.
    boolean isIdle() {
        return roster.isEmpty() && ledger.isEmpty() && recording.ongoing().isEmpty();
    }

    /// The room is over for good.
    boolean isEnded() {
        return ended;
    }

    RoomSnapshot snapshot() {
        return new RoomSnapshot(
                id,
                setup.name(),
                startedAt,
                roster.all().stream().map(Participant::present).toList(),
                recording.ongoing());
    }

    private void onJoin(RoomEvent.Join join, Instant now) {
        if (roster.isRemoved(join.admission())) {
            refuseToken(join.participant());
            return;
        }
        if (!setup.guests() && join.admission().isGuest()) {
            refuseToken(join.participant());
            return;
        }
        Optional<String> name = join.admission().name().or(join.message()::name);
        if (name.isEmpty()) {
            out.fail(join.participant(), ErrorCode.INVALID, "join", Optional.of("name"), "name is missing");
            return;
        }
        Optional<Participant> replaced = join.message().replaces().flatMap(roster::bySecret);
        if (roster.size() - (replaced.isPresent() ? 1 : 0) >= setup.maxParticipants()) {
            out.fail(join.participant(), ErrorCode.ROOM_FULL, "join", "no place is left in the room");
            return;
        }
        // A client that could not resume repeats what was not confirmed: the new stay must recognise it.
        Postings postings = replaced.map(Participant::postings).orElseGet(() -> new Postings(settings, now));
        replaced.ifPresent(p -> remove(
                p,
                LeaveReason.REPLACED,
                Optional.of(RemovalReason.RESUMED_ELSEWHERE),
                CloseReason.RESUMED_ELSEWHERE,
                now));
        Media published =
                join.admission().role().may(Role.Grant.PUBLISH) ? join.message().media() : Media.OFF;
        var newcomer = new Participant(join, name.get(), published, postings, now);
        entering = Optional.of(new Entering(newcomer, join.message().offer(), join.iceServers()));
        if (startedAt.isEmpty()) {
            ledger.store(new Fact.RoomStarted(now));
        }
        ledger.store(new Fact.ParticipantJoined(
                now,
                newcomer.id(),
                newcomer.name(),
                join.admission().role(),
                join.admission().subject(),
                roster.size() + 1));
    }

    private void onStored(Fact fact) {
        switch (fact) {
            case Fact.RoomStarted started -> startedAt = Optional.of(started.at());
            case Fact.ParticipantJoined _ -> entering.ifPresent(this::enter);
            case Fact.ChatPosted posted -> find(posted.participant()).ifPresent(p -> conversation.onPosted(p, posted));
            case Fact.ParticipantLeft _, Fact.RoomEnded _ -> {}
            case RecordingFact change -> recording.onStored(change);
        }
    }

    private void onNotStored(Fact fact, Instant now) {
        switch (fact) {
            case Fact.RoomStarted _ -> {}
            case Fact.ParticipantJoined joined -> {
                entering = Optional.empty();
                out.fail(joined.participant(), ErrorCode.INTERNAL, "join", "the join was not stored");
                endMeetingIfEmpty(now);
            }
            case Fact.ChatPosted posted ->
                out.fail(posted.participant(), ErrorCode.INTERNAL, "chat", "the message was not stored");
            case Fact.ParticipantLeft _, Fact.RoomEnded _ -> ledger.keep(fact, now);
            case RecordingFact change -> recording.onNotStored(change, now);
        }
    }

    private void enter(Entering join) {
        entering = Optional.empty();
        Participant newcomer = join.participant();
        roster.add(newcomer);
        // First, so that the answer follows the welcome at once: a client that has both begins its path before it
        // draws.
        join.offer().ifPresent(offer -> media.onOffer(newcomer, 0, offer.sdp(), offer.tracks()));
        out.send(
                newcomer,
                new ServerMessage.Joined(
                        newcomer.id().value(),
                        newcomer.info().role(),
                        new ServerMessage.RoomInfo(id.value(), setup.name()),
                        new ServerMessage.ResumeInfo(
                                newcomer.secret(), settings.resumeWindow().toSeconds()),
                        roster.all().stream().map(Participant::info).toList(),
                        conversation.last(),
                        join.iceServers(),
                        recording.info()));
        out.broadcastExcept(newcomer, new ServerMessage.ParticipantJoined(newcomer.info(), roster.size()));
        media.welcome(newcomer);
        recording.onSomebody(newcomer.joinedAt());
    }

    private void onResume(RoomEvent.Resume resume) {
        if (roster.isRemoved(resume.admission())) {
            refuseToken(resume.newcomer());
            return;
        }
        // Another role would change what this stay may do: that is a join.
        Optional<Participant> participant = roster.bySecret(resume.message().secret())
                .filter(p -> p.admission().role() == resume.admission().role());
        if (participant.isEmpty()) {
            refuseResume(resume.newcomer());
            return;
        }
        resuming = Optional.of(resume);
        out.add(new Effect.Reattach(
                resume.newcomer(), participant.get().id(), resume.message().n()));
    }

    private void onReattached(RoomEvent.Reattached reattached) {
        Optional<RoomEvent.Resume> resume = resuming;
        resuming = Optional.empty();
        Optional<Participant> participant = find(reattached.participant());
        if (!reattached.done() || participant.isEmpty() || resume.isEmpty()) {
            refuseResume(reattached.newcomer());
            return;
        }
        boolean wasGone = !participant.get().connected();
        participant.get().onReattached(resume.get().admission());
        if (wasGone) {
            out.changed(participant.get());
        }
    }

    private void onDisconnected(Participant gone, Instant now) {
        if (!gone.connected()) {
            return;
        }
        if (gone.path() == Participant.Path.CLOSED) {
            lose(gone, now);
            return;
        }
        gone.onDisconnected(now.plus(settings.resumeWindow()));
        conversation.stopTyping(gone);
        out.changed(gone);
    }

    private void onMediaClosed(Participant p, MediaClosedReason reason, Instant now) {
        if (p.path() == Participant.Path.CONNECTED && !p.connected()) {
            lose(p, now);
        } else {
            media.onClosed(p, reason);
        }
    }

    private void onSaid(Participant p, ClientMessage message, Instant now) {
        switch (message) {
            case ClientMessage.Join _ ->
                out.fail(p.id(), ErrorCode.ALREADY_JOINED, "join", "this connection has joined");
            case ClientMessage.Resume _ ->
                out.fail(p.id(), ErrorCode.ALREADY_JOINED, "resume", "this connection has joined");
            case ClientMessage.Offer offer -> media.onOffer(p, offer.id(), offer.sdp(), offer.tracks());
            case ClientMessage.SetMedia wish -> media.onSetMedia(p, wish.media());
            case ClientMessage.View view -> media.onView(p, view);
            case ClientMessage.Chat chat -> conversation.onChat(p, chat, now);
            case ClientMessage.Typing typing -> conversation.onTyping(p, typing.active(), now);
            case ClientMessage.Kick kick -> onKick(p, kick, now);
            case ClientMessage.Leave() -> leave(p, now);
            // An ICE-lite server needs no candidates; the connection itself takes the others.
            case ClientMessage.Candidate _, ClientMessage.Ack _, ClientMessage.Ping _ -> {}
        }
    }

    private void onKick(Participant moderator, ClientMessage.Kick kick, Instant now) {
        if (!moderator.may(Role.Grant.MODERATE)) {
            out.fail(moderator.id(), ErrorCode.FORBIDDEN, "kick", "only a moderator may remove someone");
            return;
        }
        Optional<Participant> target = find(new ParticipantId(kick.participant()));
        if (target.isEmpty()) {
            out.fail(
                    moderator.id(),
                    ErrorCode.UNKNOWN_PARTICIPANT,
                    "kick",
                    Optional.of("participant"),
                    "nobody with this id is here");
        } else {
            kick(target.get(), now);
        }
    }

    private void kick(Participant target, Instant now) {
        String token = target.admission().tokenId();
        roster.remove(target);
        roster.keepOut(target.admission());
        List<Participant> sameToken = roster.removeToken(token);
        cutOff(target, Optional.of(RemovalReason.KICKED), CloseReason.KICKED);
        sameToken.forEach(p -> cutOff(p, Optional.of(RemovalReason.TOKEN_REVOKED), CloseReason.TOKEN_REVOKED));
        out.add(new Effect.RevokeToken(token));
        onCutOff(target, LeaveReason.KICKED, now);
        sameToken.forEach(p -> onCutOff(p, LeaveReason.KICKED, now));
        endMeetingIfEmpty(now);
    }

    private void onTokenRevoked(String tokenId, Instant now) {
        roster.removeToken(tokenId)
                .forEach(p -> remove(
                        p,
                        LeaveReason.KICKED,
                        Optional.of(RemovalReason.TOKEN_REVOKED),
                        CloseReason.TOKEN_REVOKED,
                        now));
        endMeetingIfEmpty(now);
    }

    private void onTick(Instant now) {
        ledger.onTick(now);
        recording.onTick(now);
        for (Participant p : roster.all()) {
            if (p.leavesAt().filter(at -> !at.isAfter(now)).isPresent()) {
                lose(p, now);
            } else if (p.typingUntil().filter(at -> !at.isAfter(now)).isPresent()) {
                conversation.stopTyping(p);
            }
        }
    }

    private void leave(Participant p, Instant now) {
        remove(p, LeaveReason.LEFT, Optional.empty(), CloseReason.LEFT, now);
        endMeetingIfEmpty(now);
    }

    private void lose(Participant p, Instant now) {
        remove(p, LeaveReason.LOST, Optional.empty(), CloseReason.LEFT, now);
        endMeetingIfEmpty(now);
    }

    private void remove(
            Participant p, LeaveReason reason, Optional<RemovalReason> told, CloseReason close, Instant now) {
        cutOff(p, told, close);
        onCutOff(p, reason, now);
    }

    /// Ends every path of the participant. What follows may wait for storage.
    private void cutOff(Participant p, Optional<RemovalReason> told, CloseReason close) {
        roster.remove(p);
        media.drop(p);
        told.ifPresent(reason -> out.send(p, new ServerMessage.Removed(reason)));
        out.add(new Effect.Close(p.id(), close));
    }

    private void onCutOff(Participant p, LeaveReason reason, Instant now) {
        ledger.store(p.left(reason.wireName(), roster.size(), now));
        out.broadcast(new ServerMessage.ParticipantLeft(p.id().value(), reason, roster.size()));
    }

    private void end(String reason, Optional<RemovalReason> told, CloseReason close, Instant now) {
        ended = true;
        if (close == CloseReason.ROOM_ENDED) {
            recording.onRoomEnd(now);
        } else {
            recording.onShutdown();
        }
        List<Participant> all = roster.all();
        all.forEach(p -> cutOff(p, told, close));
        for (int i = 0; i < all.size(); i++) {
            ledger.store(all.get(i).left(reason, all.size() - 1 - i, now));
        }
        endMeetingIfEmpty(now);
    }

    private void endMeetingIfEmpty(Instant now) {
        if (roster.isEmpty()) {
            recording.onNobody(now);
        }
        if (roster.isEmpty() && startedAt.isPresent()) {
            startedAt = Optional.empty();
            roster.forgive();
            ledger.store(new Fact.RoomEnded(now));
        }
    }

    private void refuseToken(ParticipantId newcomer) {
        out.add(new Effect.Send(newcomer, new ServerMessage.Removed(RemovalReason.TOKEN_REVOKED)));
        out.add(new Effect.Close(newcomer, CloseReason.TOKEN_REVOKED));
    }

    private void refuseResume(ParticipantId newcomer) {
        out.fail(newcomer, ErrorCode.RESUME_FAILED, "resume", "the secret is unknown or too old: join anew");
    }

    private Optional<Participant> find(ParticipantId id) {
        return roster.find(id);
    }
}
