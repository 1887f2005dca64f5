package dev.moim.signaling.room;

import dev.moim.signaling.protocol.Media;
import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.protocol.Tile;
import dev.moim.signaling.protocol.TrackInfo;
import java.util.List;
import java.util.Optional;

/// What a room wants done, in this order.
public sealed interface Effect {
    /// To one participant.
    record Send(ParticipantId to, ServerMessage message) implements Effect {}

    /// To each participant but one.
    record Broadcast(ServerMessage message, Optional<ParticipantId> except) implements Effect {}

    /// Closes a participant's connection and forgets its messages.
    record Close(ParticipantId participant, CloseReason reason) implements Effect {}

    /// The connection of a newcomer becomes that of a participant who is already here.
    ///
    /// @param n the highest number the newcomer has
    record Reattach(ParticipantId newcomer, ParticipantId participant, long n) implements Effect {}

    /// Puts a fact on disk; the room hears [RoomEvent.Stored] or [RoomEvent.NotStored] before the next effect.
    record Store(Fact fact) implements Effect {}

    /// What is done outside of signaling.
    sealed interface Outward extends Effect {}

    /// Answers an offer; the answer comes back as [RoomEvent.Negotiated] or [RoomEvent.NegotiationFailed].
    ///
    /// @param offerId 0 for the offer in `join`
    /// @param tracks empty for someone who may not publish
    record Negotiate(ParticipantId participant, int offerId, String sdp, List<TrackInfo> tracks) implements Outward {}

    /// Which sources of a participant are switched on now. Comes after [Negotiate] and at every change.
    record SetMedia(ParticipantId participant, Media media) implements Outward {}

    /// What a participant wants to see, the most important first.
    record SetWishes(ParticipantId participant, List<Tile> tiles) implements Outward {}

    /// The participant is gone: its media ends. Comes once for each participant, with or without media.
    record LeaveMedia(ParticipantId participant) implements Outward {}

    /// Media of the room is recorded from now on, until [EndSegment].
    ///
    /// @param number counts the recording's segments from 1
    record BeginSegment(String recording, int number) implements Outward {}

    /// The segment's files are closed; those that nobody opened have none.
    record EndSegment(String recording, int number) implements Outward {}

    /// Tells who gave an order about a recording what became of it.
    record Reply(RecordingReply to, RecordingReply.Answer answer) implements Effect {}

    /// The token must not open another connection.
    record RevokeToken(String tokenId) implements Outward {}
}
