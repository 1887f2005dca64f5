package dev.moim.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What the server says; docs/protocol.md describes each message. The number `n` is not here: whoever sends a message
/// to a participant numbers it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerMessage.Joined.class, name = "joined"),
    @JsonSubTypes.Type(value = ServerMessage.Resumed.class, name = "resumed"),
    @JsonSubTypes.Type(value = ServerMessage.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = ServerMessage.ParticipantJoined.class, name = "participant-joined"),
    @JsonSubTypes.Type(value = ServerMessage.ParticipantLeft.class, name = "participant-left"),
    @JsonSubTypes.Type(value = ServerMessage.ParticipantChanged.class, name = "participant-changed"),
    @JsonSubTypes.Type(value = ServerMessage.Chat.class, name = "chat"),
    @JsonSubTypes.Type(value = ServerMessage.Typing.class, name = "typing"),
    @JsonSubTypes.Type(value = ServerMessage.Slots.class, name = "slots"),
    @JsonSubTypes.Type(value = ServerMessage.Speaker.class, name = "speaker"),
    @JsonSubTypes.Type(value = ServerMessage.Recording.class, name = "recording"),
    @JsonSubTypes.Type(value = ServerMessage.MediaClosed.class, name = "media-closed"),
    @JsonSubTypes.Type(value = ServerMessage.Removed.class, name = "removed"),
    @JsonSubTypes.Type(value = ServerMessage.Failure.class, name = "error"),
    @JsonSubTypes.Type(value = ServerMessage.Pong.class, name = "pong")
})
public sealed interface ServerMessage {
    record Joined(
            String participant,
            RoleName role,
            RoomInfo room,
            ResumeInfo resume,
            List<ParticipantInfo> participants,
            List<ChatLine> chat,
            List<IceServer> iceServers,
            Optional<RecordingInfo> recording)
            implements ServerMessage {
        public Joined {
            participants = List.copyOf(participants);
            chat = List.copyOf(chat);
            iceServers = List.copyOf(iceServers);
        }

        /// Says no secret.
        @Override
        public String toString() {
            return "Joined[participant=" + participant + ", room=" + room + "]";
        }
    }

    /// How the relay is reached, in the form of W3C's RTCIceServer.
    record IceServer(List<String> urls, String username, String credential) {
        public IceServer {
            urls = List.copyOf(urls);
        }

        @Override
        public String toString() {
            return "IceServer[urls=" + urls + "]";
        }
    }

    record RoomInfo(String id, String name) {}

    /// @param secret what a `resume` must show
    record ResumeInfo(String secret, long windowSeconds) {
        @Override
        public String toString() {
            return "ResumeInfo[windowSeconds=" + windowSeconds + "]";
        }
    }

    /// @param missed how many messages follow that were sent before
    record Resumed(int missed) implements ServerMessage {}

    /// @param id the offer's, 0 for the one in `join`
    record Answer(int id, String sdp) implements ServerMessage {}

    /// @param count participants after it
    record ParticipantJoined(ParticipantInfo participant, int count) implements ServerMessage {}

    /// @param count participants after it
    record ParticipantLeft(String participant, LeaveReason reason, int count) implements ServerMessage {}

    record ParticipantChanged(ParticipantInfo participant) implements ServerMessage {}

    record Chat(ChatLine message) implements ServerMessage {}

    record Typing(String participant, boolean active) implements ServerMessage {}

    /// Always the whole list.
    record Slots(List<Slot> slots) implements ServerMessage {
        public Slots {
            slots = List.copyOf(slots);
        }
    }

    /// One receiving m-section; all but `mid` are empty while it is idle.
    ///
    /// @param fromTimestamp unsigned 32 bits: the RTP timestamp from which pictures belong to the source
    record Slot(String mid, Optional<String> participant, Optional<Source> source, OptionalLong fromTimestamp) {
        public static Slot idle(String mid) {
            return new Slot(mid, Optional.empty(), Optional.empty(), OptionalLong.empty());
        }

        public static Slot of(String mid, String participant, Source source, long fromTimestamp) {
            return new Slot(mid, Optional.of(participant), Optional.of(source), OptionalLong.of(fromTimestamp));
        }
    }

    /// @param participant empty when nobody speaks
    record Speaker(Optional<String> participant) implements ServerMessage {}

    /// @param recording empty when the room is not recorded
    record Recording(Optional<RecordingInfo> recording) implements ServerMessage {}

    /// @param reason a wire word such as `consent-expired`
    record MediaClosed(MediaClosedReason reason) implements ServerMessage {}

    record Removed(RemovalReason reason) implements ServerMessage {}

    /// @param to the type of the message that was wrong
    record Failure(ErrorCode code, Optional<String> to, Optional<String> field, String message)
            implements ServerMessage {}

    /// The only message without a number.
    record Pong(long id) implements ServerMessage {}
}
