package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ClientMessage;
import dev.moim.signaling.protocol.ErrorCode;
import dev.moim.signaling.protocol.LeaveReason;
import dev.moim.signaling.protocol.Media;
import dev.moim.signaling.protocol.RemovalReason;
import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.protocol.TrackInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A room: an event and the time go in, effects come out. Knows no socket, no storage, no media; its [RoomActor] owns
/// it and is the only caller.
final class Room {
    /// Tokens of removed people that are remembered: who holds one may have a connection open that has not joined yet.
    private static final int REMOVED_TOKENS = 1_000;

    private static final Duration STORE_RETRY = Duration.ofSeconds(1);

    private final RoomId id;
    private final RoomSetup setup;
    private final RoomSettings settings;
    private final ChatHistory chat;
    private final Map<ParticipantId, Participant> participants = new LinkedHashMap<>();
    private final Set<String> removedTokens = new LinkedHashSet<>();
    /// Facts that storage refused and that no one can be told to repeat; at most two for each place in the room.
    private final List<Fact> unstored = new ArrayList<>();

    private Optional<Instant> retryAt = Optional.empty();
    private Optional<Entering> entering = Optional.empty();
    private Optional<RoomEvent.Resume> resuming = Optional.empty();
    private Optional<ParticipantId> speaker = Optional.empty();
    private Optional<Instant> startedAt = Optional.empty();
    private boolean ended;
    private List<Effect> out = new ArrayList<>();

    /// Someone who is in the room as soon as the join is on disk.
    private record Entering(Participant participant, Optional<ClientMessage.SessionOffer> offer) {}

    Room(RoomId id, RoomSetup setup, RoomSettings settings) {
        this.id = id;
        this.setup = setup;
        this.settings = settings;
        this.chat = new ChatHistory(setup);
    }

    List<Effect> on(RoomEvent event, Instant now) {
        out = new ArrayList<>();
        switch (event) {
            case RoomEvent.Join join -> onJoin(join, now);
            case RoomEvent.Resume resume -> onResume(resume);
            case RoomEvent.Said said -> onSaid(said, now);
            case RoomEvent.Disconnected gone -> find(gone.participant()).ifPresent(p -> onDisconnected(p, now));
            case RoomEvent.Reattached reattached -> onReattached(reattached);
            case RoomEvent.Stored stored -> onStored(stored.fact());
            case RoomEvent.NotStored notStored -> onNotStored(notStored.fact(), now);
            case RoomEvent.Negotiated answer ->
                find(answer.participant())
                        .ifPresent(p -> send(p, new ServerMessage.Answer(answer.offerId(), answer.sdp())));
            case RoomEvent.NegotiationFailed failed ->
                error(
                        failed.participant(),
                        failed.code(),
                        Optional.of(failed.offerId() == 0 ? "join" : "offer"),
                        Optional.of(failed.offerId() == 0 ? "offer.sdp" : "sdp"),
                        failed.message());
            case RoomEvent.MediaConnected connected ->
                find(connected.participant()).ifPresent(p -> p.setPath(Participant.Path.CONNECTED));
            case RoomEvent.MediaClosed closed ->
                find(closed.participant()).ifPresent(p -> onMediaClosed(p, closed.reason(), now));
            case RoomEvent.SlotsChanged changed ->
                find(changed.participant()).ifPresent(p -> send(p, new ServerMessage.Slots(changed.slots())));
            case RoomEvent.SpeakerChanged changed -> onSpeaker(changed.speaker());
            case RoomEvent.Remove remove -> find(remove.participant()).ifPresent(p -> kick(p, now));
            case RoomEvent.TokenRevoked revoked -> removeToken(revoked.tokenId(), now);
            case RoomEvent.End() ->
                end("room-ended", Optional.of(RemovalReason.ROOM_ENDED), CloseReason.ROOM_ENDED, now);
            case RoomEvent.Shutdown() -> end("server-stopped", Optional.empty(), CloseReason.GOING_AWAY, now);
            case RoomEvent.Tick() -> onTick(now);
        }
        return out;
    }

    /// When a [RoomEvent.Tick] is due.
    Optional<Instant> nextDeadline() {
        Stream<Instant> people = participants.values().stream()
                .flatMap(p -> Stream.concat(p.leavesAt().stream(), p.typingUntil().stream()));
        return Stream.concat(people, retryAt.stream()).min(Instant::compareTo);
    }

    Set<ParticipantId> participants() {
        return participants.keySet();
    }

    /// Nobody is here and nothing is left to do.
    boolean isIdle() {
        return participants.isEmpty() && unstored.isEmpty();
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
                participants.values().stream().map(Participant::present).toList());
    }

    private void onJoin(RoomEvent.Join join, Instant now) {
        if (removedTokens.contains(join.admission().tokenId())) {
            refuseToken(join.participant());
            return;
        }
        Optional<String> name = join.admission().name().or(join.message()::name);
        if (name.isEmpty()) {
            error(join.participant(), ErrorCode.INVALID, Optional.of("join"), Optional.of("name"), "name is missing");
            return;
        }
        Optional<Participant> replaced = join.message().replaces().flatMap(this::bySecret);
        if (participants.size() - (replaced.isPresent() ? 1 : 0) >= setup.maxParticipants()) {
            error(join.participant(), ErrorCode.ROOM_FULL, "join", "no place is left in the room");
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
        Media media =
                join.admission().role().may(Role.Grant.PUBLISH) ? join.message().media() : Media.OFF;
        var newcomer = new Participant(join, name.get(), media, postings, now);
        entering = Optional.of(new Entering(newcomer, join.message().offer()));
        if (startedAt.isEmpty()) {
            store(new Fact.RoomStarted(now));
        }
        store(new Fact.ParticipantJoined(
                now,
                newcomer.id(),
                newcomer.name(),
                join.admission().role(),
                join.admission().subject(),
                participants.size() + 1));
    }

    private void onStored(Fact fact) {
        switch (fact) {
            case Fact.RoomStarted started -> startedAt = Optional.of(started.at());
            case Fact.ParticipantJoined _ -> entering.ifPresent(this::enter);
            case Fact.ChatPosted posted -> find(posted.participant()).ifPresent(p -> onPosted(p, posted));
            case Fact.ParticipantLeft _, Fact.RoomEnded _ -> {}
        }
    }

    private void onNotStored(Fact fact, Instant now) {
        switch (fact) {
            case Fact.RoomStarted _ -> {}
            case Fact.ParticipantJoined joined -> {
                entering = Optional.empty();
                error(joined.participant(), ErrorCode.INTERNAL, "join", "the join was not stored");
                endMeetingIfEmpty(now);
            }
            case Fact.ChatPosted posted ->
                error(posted.participant(), ErrorCode.INTERNAL, "chat", "the message was not stored");
            case Fact.ParticipantLeft _, Fact.RoomEnded _ -> {
                unstored.add(fact);
                retryAt = Optional.of(now.plus(STORE_RETRY));
            }
        }
    }

    private void enter(Entering join) {
        entering = Optional.empty();
        Participant newcomer = join.participant();
        participants.put(newcomer.id(), newcomer);
        send(
                newcomer,
                new ServerMessage.Joined(
                        newcomer.id().value(),
                        newcomer.info().role(),
                        new ServerMessage.RoomInfo(id.value(), setup.name()),
                        new ServerMessage.ResumeInfo(
                                newcomer.secret(), settings.resumeWindow().toSeconds()),
                        participants.values().stream().map(Participant::info).toList(),
                        chat.last()));
        broadcast(new ServerMessage.ParticipantJoined(newcomer.info(), participants.size()), newcomer);
        if (speaker.isPresent()) {
            send(newcomer, new ServerMessage.Speaker(speaker.map(ParticipantId::value)));
        }
        join.offer().ifPresent(offer -> {
            negotiate(newcomer, 0, offer.sdp(), offer.tracks());
            out.add(new Effect.SetMedia(newcomer.id(), newcomer.media()));
        });
    }

    private void onResume(RoomEvent.Resume resume) {
        if (removedTokens.contains(resume.admission().tokenId())) {
            refuseToken(resume.newcomer());
            return;
        }
        // Another role would change what this stay may do: that is a join.
        Optional<Participant> participant = bySecret(resume.message().secret())
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
            changed(participant.get());
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
        stopTyping(gone);
        changed(gone);
    }

    private void onMediaClosed(Participant p, String reason, Instant now) {
        boolean flowed = p.path() == Participant.Path.CONNECTED;
        if (flowed && !p.connected()) {
            lose(p, now);
            return;
        }
        p.setPath(flowed ? Participant.Path.CLOSED : p.path());
        send(p, new ServerMessage.MediaClosed(reason));
    }

    private void onSaid(RoomEvent.Said said, Instant now) {
        Optional<Participant> speaking = find(said.participant());
        if (speaking.isEmpty()) {
            error(
                    said.participant(),
                    ErrorCode.NOT_JOINED,
                    Optional.empty(),
                    Optional.empty(),
                    "the first message is join or resume");
            return;
        }
        Participant p = speaking.get();
        switch (said.message()) {
            case ClientMessage.Join _ -> error(p.id(), ErrorCode.ALREADY_JOINED, "join", "this connection has joined");
            case ClientMessage.Resume _ ->
                error(p.id(), ErrorCode.ALREADY_JOINED, "resume", "this connection has joined");
            case ClientMessage.Offer offer -> {
                negotiate(p, offer.id(), offer.sdp(), offer.tracks());
                out.add(new Effect.SetMedia(p.id(), p.media()));
            }
            case ClientMessage.SetMedia media -> onSetMedia(p, media.media());
            case ClientMessage.View view -> out.add(new Effect.SetWishes(p.id(), view.tiles()));
            case ClientMessage.Chat message -> onChat(p, message, now);
            case ClientMessage.Typing typing -> onTyping(p, typing.active(), now);
            case ClientMessage.Kick kick -> onKick(p, kick, now);
            case ClientMessage.Leave() -> remove(p, LeaveReason.LEFT, Optional.empty(), CloseReason.LEFT, now);
            // An ICE-lite server needs no candidates; the connection itself takes the others.
            case ClientMessage.Candidate _, ClientMessage.Ack _, ClientMessage.Ping _ -> {}
        }
    }

    private void onSetMedia(Participant p, Media media) {
        if (!p.may(Role.Grant.PUBLISH) && !media.equals(Media.OFF)) {
            error(p.id(), ErrorCode.FORBIDDEN, "media", "the role may not publish");
        } else if (!media.equals(p.media())) {
            p.setMedia(media);
            out.add(new Effect.SetMedia(p.id(), media));
            changed(p);
        }
    }

    private void onChat(Participant author, ClientMessage.Chat message, Instant now) {
        if (!author.may(Role.Grant.CHAT)) {
            error(author.id(), ErrorCode.FORBIDDEN, "chat", "the role may not chat");
            return;
        }
        var repeated = author.postings().repeated(message.clientMessageId(), author, message.text());
        if (repeated.isPresent()) {
            send(author, new ServerMessage.Chat(repeated.get()));
        } else if (author.postings().mayPost(now)) {
            store(new Fact.ChatPosted(author.id(), chat.next(author, message.text(), now), message.clientMessageId()));
        } else {
            error(author.id(), ErrorCode.TOO_FAST, "chat", "too many chat messages; try again later");
        }
    }

    private void onPosted(Participant author, Fact.ChatPosted posted) {
        chat.add(posted.line());
        author.postings().onPosted(posted.clientMessageId(), posted.line());
        stopTyping(author);
        send(author, new ServerMessage.Chat(posted.line().withClientMessageId(posted.clientMessageId())));
        broadcast(new ServerMessage.Chat(posted.line()), author);
    }

    private void onTyping(Participant p, boolean active, Instant now) {
        if (!active) {
            stopTyping(p);
        } else if (p.typingUntil().isPresent()) {
            p.setTypingUntil(Optional.of(now.plus(settings.typingExpiry())));
        } else if (p.may(Role.Grant.CHAT) && p.typingRate().take(now)) {
            p.setTypingUntil(Optional.of(now.plus(settings.typingExpiry())));
            broadcast(new ServerMessage.Typing(p.id().value(), true), p);
        }
    }

    private void stopTyping(Participant p) {
        if (p.typingUntil().isPresent()) {
            p.setTypingUntil(Optional.empty());
            broadcast(new ServerMessage.Typing(p.id().value(), false), p);
        }
    }

    private void onSpeaker(Optional<ParticipantId> now) {
        speaker = now.filter(participants::containsKey);
        out.add(new Effect.Broadcast(new ServerMessage.Speaker(speaker.map(ParticipantId::value)), Optional.empty()));
    }

    private void onKick(Participant moderator, ClientMessage.Kick kick, Instant now) {
        if (!moderator.may(Role.Grant.MODERATE)) {
            error(moderator.id(), ErrorCode.FORBIDDEN, "kick", "only a moderator may remove someone");
            return;
        }
        Optional<Participant> target = find(new ParticipantId(kick.participant()));
        if (target.isEmpty()) {
            error(
                    moderator.id(),
                    ErrorCode.UNKNOWN_PARTICIPANT,
                    Optional.of("kick"),
                    Optional.of("participant"),
                    "nobody with this id is here");
        } else {
            kick(target.get(), now);
        }
    }

    private void kick(Participant target, Instant now) {
        String token = target.admission().tokenId();
        out.add(new Effect.RevokeToken(token));
        remove(target, LeaveReason.KICKED, Optional.of(RemovalReason.KICKED), CloseReason.KICKED, now);
        removeToken(token, now);
    }

    private void removeToken(String tokenId, Instant now) {
        removedTokens.add(tokenId);
        if (removedTokens.size() > REMOVED_TOKENS) {
            removedTokens.remove(removedTokens.iterator().next());
        }
        List.copyOf(participants.values()).stream()
                .filter(p -> p.admission().tokenId().equals(tokenId))
                .forEach(p -> remove(
                        p,
                        LeaveReason.KICKED,
                        Optional.of(RemovalReason.TOKEN_REVOKED),
                        CloseReason.TOKEN_REVOKED,
                        now));
    }

    private void onTick(Instant now) {
        if (retryAt.filter(at -> !at.isAfter(now)).isPresent()) {
            retryStores();
        }
        for (Participant p : List.copyOf(participants.values())) {
            if (p.leavesAt().filter(at -> !at.isAfter(now)).isPresent()) {
                lose(p, now);
            } else if (p.typingUntil().filter(at -> !at.isAfter(now)).isPresent()) {
                stopTyping(p);
            }
        }
    }

    private void lose(Participant p, Instant now) {
        remove(p, LeaveReason.LOST, Optional.empty(), CloseReason.LEFT, now);
    }

    /// The removed one's paths end first: storage may be slow.
    private void remove(
            Participant p, LeaveReason reason, Optional<RemovalReason> told, CloseReason close, Instant now) {
        stopTyping(p);
        participants.remove(p.id());
        speaker = speaker.filter(id -> !id.equals(p.id()));
        cutOff(p, told, close);
        storeLeft(p, reason.wireName(), now);
        out.add(new Effect.Broadcast(
                new ServerMessage.ParticipantLeft(p.id().value(), reason, participants.size()), Optional.empty()));
        if (reason != LeaveReason.REPLACED) {
            endMeetingIfEmpty(now);
        }
    }

    private void end(String reason, Optional<RemovalReason> told, CloseReason close, Instant now) {
        ended = true;
        List<Participant> all = List.copyOf(participants.values());
        all.forEach(p -> cutOff(p, told, close));
        for (Participant p : all) {
            participants.remove(p.id());
            storeLeft(p, reason, now);
        }
        endMeetingIfEmpty(now);
    }

    private void cutOff(Participant p, Optional<RemovalReason> told, CloseReason close) {
        out.add(new Effect.LeaveMedia(p.id()));
        told.ifPresent(reason -> send(p, new ServerMessage.Removed(reason)));
        out.add(new Effect.Close(p.id(), close));
    }

    private void storeLeft(Participant p, String reason, Instant now) {
        store(new Fact.ParticipantLeft(now, p.id(), p.name(), p.admission().subject(), reason, participants.size()));
    }

    private void endMeetingIfEmpty(Instant now) {
        if (participants.isEmpty() && startedAt.isPresent()) {
            startedAt = Optional.empty();
            store(new Fact.RoomEnded(now));
        }
    }

    private void store(Fact fact) {
        retryStores();
        out.add(new Effect.Store(fact));
    }

    /// What was refused goes first, so that the log keeps its order.
    private void retryStores() {
        unstored.forEach(fact -> out.add(new Effect.Store(fact)));
        unstored.clear();
        retryAt = Optional.empty();
    }

    private void negotiate(Participant p, int offerId, String sdp, List<TrackInfo> tracks) {
        out.add(new Effect.Negotiate(p.id(), offerId, sdp, p.may(Role.Grant.PUBLISH) ? tracks : List.of()));
    }

    private void refuseToken(ParticipantId newcomer) {
        out.add(new Effect.Send(newcomer, new ServerMessage.Removed(RemovalReason.TOKEN_REVOKED)));
        out.add(new Effect.Close(newcomer, CloseReason.TOKEN_REVOKED));
    }

    private void refuseResume(ParticipantId newcomer) {
        error(newcomer, ErrorCode.RESUME_FAILED, "resume", "the secret is unknown or too old: join anew");
    }

    private Optional<Participant> find(ParticipantId id) {
        return Optional.ofNullable(participants.get(id));
    }

    private Optional<Participant> bySecret(String secret) {
        Optional<Participant> found = Optional.empty();
        for (Participant p : participants.values()) {
            // No early end: how long it takes must not say who it was.
            found = p.hasSecret(secret) ? Optional.of(p) : found;
        }
        return found;
    }

    private void changed(Participant p) {
        broadcast(new ServerMessage.ParticipantChanged(p.info()), p);
    }

    private void send(Participant to, ServerMessage message) {
        out.add(new Effect.Send(to.id(), message));
    }

    private void broadcast(ServerMessage message, Participant except) {
        out.add(new Effect.Broadcast(message, Optional.of(except.id())));
    }

    private void error(ParticipantId to, ErrorCode code, String type, String message) {
        error(to, code, Optional.of(type), Optional.empty(), message);
    }

    private void error(
            ParticipantId to, ErrorCode code, Optional<String> type, Optional<String> field, String message) {
        out.add(new Effect.Send(to, new ServerMessage.Failure(code, type, field, message)));
    }
}
