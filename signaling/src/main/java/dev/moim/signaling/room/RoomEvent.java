package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ClientMessage;
import dev.moim.signaling.protocol.ErrorCode;
import dev.moim.signaling.protocol.MediaClosedReason;
import dev.moim.signaling.protocol.ServerMessage.IceServer;
import dev.moim.signaling.protocol.ServerMessage.Slot;
import dev.moim.signaling.protocol.Source;
import java.util.List;
import java.util.Optional;

/// What a room is told.
public sealed interface RoomEvent {
    /// What a connection says: refused when the room has too much to do.
    sealed interface FromConnection extends RoomEvent {}

    /// A connection wants to enter.
    ///
    /// @param participant new and random
    /// @param secret for a resume, new and random
    /// @param iceServers what the participant is told of the relay
    record Join(
            ParticipantId participant,
            Admission admission,
            String secret,
            MessageSink sink,
            ClientMessage.Join message,
            List<IceServer> iceServers)
            implements FromConnection {
        public Join {
            iceServers = List.copyOf(iceServers);
        }

        /// Says no secret.
        @Override
        public String toString() {
            return "Join[participant=" + participant + "]";
        }
    }

    /// A new connection belongs to a participant who is already here.
    ///
    /// @param newcomer a name for the connection until then, new and random
    record Resume(ParticipantId newcomer, Admission admission, MessageSink sink, ClientMessage.Resume message)
            implements FromConnection {}

    /// Any other message of a participant.
    record Said(ParticipantId participant, ClientMessage message) implements FromConnection {}

    /// The participant's connection is gone.
    record Disconnected(ParticipantId participant) implements RoomEvent {}

    /// The answer to [Effect.Reattach].
    record Reattached(ParticipantId newcomer, ParticipantId participant, boolean done) implements RoomEvent {}

    record Stored(Fact fact) implements RoomEvent {}

    record NotStored(Fact fact) implements RoomEvent {}

    /// The token's end could not be put on disk: after a restart it would open the room again.
    record NotRevoked(String tokenId) implements RoomEvent {}

    /// The answer to an offer.
    record Negotiated(ParticipantId participant, int offerId, String sdp) implements RoomEvent {
        /// Says no ICE password.
        @Override
        public String toString() {
            return "Negotiated[participant=" + participant + ", offerId=" + offerId + "]";
        }
    }

    /// @param code usually `bad-sdp`, `invalid`, `busy` or `internal`
    /// @param field which property of the offer is to blame
    /// @param message for the client's developer
    record NegotiationFailed(ParticipantId participant, int offerId, ErrorCode code, OfferField field, String message)
            implements RoomEvent {}

    enum OfferField {
        SDP("sdp"),
        TRACKS("tracks");

        private final String wireName;

        OfferField(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    /// Media flows.
    record MediaConnected(ParticipantId participant) implements RoomEvent {}

    /// The media path ended on the server's side.
    ///
    /// @param reason a wire word such as `consent-expired` or `handshake-failed`
    record MediaClosed(ParticipantId participant, MediaClosedReason reason) implements RoomEvent {}

    /// The server has no memory left for what the participant sends from this source.
    record SourceRefused(ParticipantId participant, Source source) implements RoomEvent {}

    /// Who is in the participant's slots, always the whole list.
    record SlotsChanged(ParticipantId participant, List<Slot> slots) implements RoomEvent {
        public SlotsChanged {
            slots = List.copyOf(slots);
        }
    }

    /// The dominant speaker; empty when nobody speaks.
    record SpeakerChanged(Optional<ParticipantId> speaker) implements RoomEvent {}

    /// Someone with the right to do so removes a participant from outside of the room.
    record Remove(ParticipantId participant) implements RoomEvent {}

    /// The room's owner changed its settings; whoever is inside stays.
    record Changed(String name, int maxParticipants, boolean guests) implements RoomEvent {}

    /// The token does not work any more.
    record TokenRevoked(String tokenId) implements RoomEvent {}

    /// What somebody with the right to do so wants of the room's recording, or the server itself.
    sealed interface RecordingOrder extends RoomEvent {
        String recording();

        /// The subject of who asks, or [RecordingFact#SERVER].
        String by();

        RecordingReply reply();
    }

    /// @param recording an id that is new and random
    record StartRecording(String recording, String by, RecordingReply reply) implements RecordingOrder {}

    record PauseRecording(String recording, String by, RecordingReply reply) implements RecordingOrder {}

    record ResumeRecording(String recording, String by, RecordingReply reply) implements RecordingOrder {}

    record StopRecording(String recording, String by, RecordingFact.StopReason reason, RecordingReply reply)
            implements RecordingOrder {}

    /// The segment's files are closed, because the room wanted it or because recording it failed.
    record SegmentClosed(String recording, int number) implements RoomEvent {}

    /// The room is deleted, or its meeting ended for all.
    record End() implements RoomEvent {}

    /// The server stops.
    record Shutdown() implements RoomEvent {}

    /// [Room#nextDeadline] has come.
    record Tick() implements RoomEvent {}
}
