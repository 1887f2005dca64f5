package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ClientMessage;
import dev.moim.signaling.protocol.ErrorCode;
import dev.moim.signaling.protocol.Media;
import dev.moim.signaling.protocol.MediaClosedReason;
import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.protocol.Source;
import dev.moim.signaling.protocol.TrackInfo;
import java.util.List;
import java.util.Optional;

/// The room's side of the media plane: offers and answers, what each publishes and wants to see, and who speaks. The
/// media itself is elsewhere; here are the rules for whom it is.
final class RoomMedia {
    private final Roster roster;
    private final EffectList out;
    private Optional<ParticipantId> speaker = Optional.empty();

    RoomMedia(Roster roster, EffectList out) {
        this.roster = roster;
        this.out = out;
    }

    void onOffer(Participant p, int id, String sdp, List<TrackInfo> tracks) {
        out.add(new Effect.Negotiate(p.id(), id, sdp, p.may(Role.Grant.PUBLISH) ? tracks : List.of()));
        out.add(new Effect.SetMedia(p.id(), p.media()));
    }

    void onSourceRefused(Participant p, Source source) {
        var why = "the server has no memory left for one more stream";
        out.fail(p.id(), ErrorCode.MEDIA_FULL, "media", Optional.of(source.wireName()), why);
    }

    void onNegotiated(Participant p, RoomEvent.Negotiated answer) {
        // A new path is on its way: what happened to the old one says nothing about it.
        p.setPath(p.path() == Participant.Path.CLOSED ? Participant.Path.NONE : p.path());
        out.send(p, new ServerMessage.Answer(answer.offerId(), answer.sdp()));
    }

    void onNegotiationFailed(RoomEvent.NegotiationFailed failed) {
        boolean inJoin = failed.offerId() == 0;
        out.fail(
                failed.participant(),
                failed.code(),
                inJoin ? "join" : "offer",
                Optional.of((inJoin ? "offer." : "") + failed.field().wireName()),
                failed.message());
    }

    void onConnected(Participant p) {
        p.setPath(Participant.Path.CONNECTED);
    }

    /// The path of somebody whose connection is there has ended.
    void onClosed(Participant p, MediaClosedReason reason) {
        boolean flowed = p.path() == Participant.Path.CONNECTED;
        p.setPath(flowed ? Participant.Path.CLOSED : p.path());
        out.send(p, new ServerMessage.MediaClosed(reason));
    }

    void onSetMedia(Participant p, Media media) {
        if (!p.may(Role.Grant.PUBLISH) && !media.equals(Media.OFF)) {
            out.fail(p.id(), ErrorCode.FORBIDDEN, "media", "the role may not publish");
        } else if (!media.equals(p.media())) {
            p.setMedia(media);
            out.add(new Effect.SetMedia(p.id(), media));
            out.changed(p);
        }
    }

    void onView(Participant p, ClientMessage.View view) {
        out.add(new Effect.SetWishes(p.id(), view.tiles()));
    }

    void onSpeaker(Optional<ParticipantId> now) {
        speaker = now.filter(roster.ids()::contains);
        out.broadcast(new ServerMessage.Speaker(speaker.map(ParticipantId::value)));
    }

    /// Somebody entered.
    void welcome(Participant newcomer) {
        if (speaker.isPresent()) {
            out.send(newcomer, new ServerMessage.Speaker(speaker.map(ParticipantId::value)));
        }
    }

    /// Somebody is out, and their media with them.
    void drop(Participant p) {
        speaker = speaker.filter(id -> !id.equals(p.id()));
        out.add(new Effect.LeaveMedia(p.id()));
    }
}
